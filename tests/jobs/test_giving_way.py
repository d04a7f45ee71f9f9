"""What works in the background gives way to those who wait for an answer: by so much, however often it is asked."""

import os
import subprocess
import sys

from dalil.jobs.giving_way import BEGIN_BEHIND, BEHIND

ASKED_TWICE = "import os; from dalil.jobs.giving_way import give_way; give_way(); give_way(); print(os.nice(0))"
FROM_ITS_FIRST_STEP = f"{BEGIN_BEHIND} from dalil.jobs.giving_way import give_way; give_way(); print(os.nice(0))"
A_THREAD_ALONE = """
import os, threading
from dalil.jobs.giving_way import give_way_in_this_thread
found = []
thread = threading.Thread(target=lambda: (give_way_in_this_thread(), found.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))))
thread.start(); thread.join()
print(found[0], os.nice(0))
"""


def test_a_process_gives_way_once_however_often_it_is_asked():
    assert said_by(ASKED_TWICE) == [max(BEHIND, os.nice(0))]


def test_a_process_that_began_behind_stays_where_it_is():
    assert said_by(FROM_ITS_FIRST_STEP) == [min(19, BEHIND + os.nice(0))]


def test_a_thread_gives_way_and_leaves_the_others_as_they_were():
    assert said_by(A_THREAD_ALONE) == [BEHIND, os.nice(0)]


def said_by(program):
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return [int(each) for each in done.stdout.split()]
