"""The application layer: commands call it, it calls everything below. The flow of data:

plan      config → queries ── concurrent describes (aws/describe) ──→ answers
          answers ── planning/observe, kinds/*.read ──→ Network, Live*
          config × Network ── kinds/*.desire ──→ Spec*
          Spec* × Live* × recorded ── planning/plan ──→ Plan, a value that the views print
apply     the same, then: the user confirms, adoptions are recorded (store/ledger), and
          aws/execute runs the Plan: its Events are recorded, all that came together in one
          save, before the next steps start
destroy   the same with a Plan of deletes (planning/removal)
show      the state file → views; no call to AWS

place     region, profile and endpoint, and the source of each
opening   options → Stack, in AWS or in the sandbox
sandbox   the embedded AWS: start, create its VPC, stop; stand_ins for ids of a real account in the config
stack     Stack: observe, plan, settle the open intents of a run that died
run       execute a plan, in several rounds where that helps
world     the VPC as it is, and after a plan: the input of audit, graph, reach, report, verify
taking    adopt, forget, rebuild: changes of ownership, not of resources
"""
