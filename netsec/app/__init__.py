"""The application: commands call it, it calls everything below. This is how data walks.

plan      config → queries ── one concurrent burst of describes (aws/describe) ──→ answers
          answers ── planning/observe, kinds/*.read ──→ Network, Live*
          config × Network ── kinds/*.desire ──→ Spec*
          Spec* × Live* × recorded ── planning/plan ──→ Plan, a value that views print
apply     the same, then: the person says yes, what was found is recorded (store/ledger), and
          aws/execute carries the Plan out: Events come back one by one, are recorded in one
          save for all that came together, and only then let other steps start
destroy   the same with a Plan of deletes (planning/removal)
show      the state file → views; AWS is not asked

place     region, profile, endpoint, and who said so
opening   flags → an opened Stack, in the real AWS or in the sandbox
sandbox   the embedded AWS: started, laid out, stopped; stand_ins for what a config names by ids of a real account
stack     Stack: observe, plan, settle what a dead run left open
run       carry a plan out, in up to three rounds
world     what stands in the VPC, and what will stand after a plan: insight's readings begin here
taking    adopt, forget, rebuild: changes of who owns what, not of the resources
"""
