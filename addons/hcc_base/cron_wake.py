"""Asking that a scheduled job runs as soon as the transaction has committed."""

import time

#: (database, job) → when this process last asked (monotonic seconds)
_last_asked = {}


def wake(env, job, every=0):
    """Wake ``job`` (external id) after the commit: once, however often it is asked.

    Asked for just before the commit, so that a rolled back savepoint takes nothing with it.

    :param every: a process asks at most once in so many seconds. Only for a job that goes on
        looking for at least as long; any other would miss what is written after it has looked.
    """
    last = _last_asked.get((env.cr.dbname, job), float("-inf"))
    if time.monotonic() - last < every:
        return
    jobs = env.cr.precommit.data.setdefault("hcc_woken_jobs", [])
    if not jobs:
        env.cr.precommit.add(lambda: _ask(env, jobs))
    if job not in jobs:
        jobs.append(job)


def _ask(env, jobs):
    now = time.monotonic()
    for job in jobs:
        env.ref(job).sudo()._trigger()
    env.cr.postcommit.add(lambda: _last_asked.update({(env.cr.dbname, job): now for job in jobs}))
