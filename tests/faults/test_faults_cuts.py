"""Any cut heals: killed at any point of any run, one clean run later AWS is as if nothing had happened."""
from fault_trial import *
from fault_wire import *
import time

def test_smoke(trial, nothing):
    t=time.time()
    before = strangers(trial.ec2)
    r = trial.run(); print(time.time()-t, trial.wire.writes, r.errors)
    t=time.time()
    want = portrait(trial.ec2); print("portrait", time.time()-t)
    n=len(trial.wire.writes); saves=trial.saves; print(n,saves)
    for mode in (killed_before, killed_after, 'save'):
      t=time.time()
      for k in range(1,(saves if mode=='save' else n)+1):
        trial.back_to(nothing)
        if mode=='save': trial.dies_at_save=k
        else: trial.wire.on_write=nth(k, mode)
        assert trial.dies()
        trial.heal()
        try:
            rep=trial.run()
            bad=[*rep.errors, *trial.faults_after(APPLY,want,before)]
        except Exception as e: bad=[repr(e)]
        if bad: print(mode,k,bad)
      print(mode, time.time()-t)
    assert 0
