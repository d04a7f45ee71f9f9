"""(waits for dalil.counting.figures)"""

from django.http import Http404


def figure(request, slug):
    raise Http404


edition = as_csv = as_json = figure
