"""The addresses of the desk, below /desk/record/ in Wagtail's admin."""

from __future__ import annotations

from django.urls import include, path, re_path

from dalil.desk.access import proposals
from dalil.desk.access import views as access
from dalil.desk.browsing import views as browsing
from dalil.desk.captures import views as capturing
from dalil.desk.counting import views as counting
from dalil.desk.documents import views as documents
from dalil.desk.documents.picture_from_document import make_picture
from dalil.desk.documents.scans import read_scan, scan_page
from dalil.desk.entities import views as entities
from dalil.desk.entities.bag import bag_of
from dalil.desk.figures import views as figures
from dalil.desk.imports import bringing_in, row_mending
from dalil.desk.imports import views as imports
from dalil.desk.inputs import suggestions
from dalil.desk.jobs.views import jobs
from dalil.desk.judging import named_sites
from dalil.desk.judging import views as judging
from dalil.desk.judging.contradictions import contradictions
from dalil.desk.judging.model_report import matching_model
from dalil.desk.law import views as law
from dalil.desk.links import views as links
from dalil.desk.packing.views import packed_bag, packed_bag_file
from dalil.desk.pages.second_reading import second_reading
from dalil.desk.proof.views import proof
from dalil.desk.protecting import publishing
from dalil.desk.protecting import views as protecting
from dalil.desk.reports import unfinished_views
from dalil.desk.reports import views as reports
from dalil.desk.sanctions import screening
from dalil.desk.sanctions import views as sanctions
from dalil.desk.sources import judging as judging_sources
from dalil.desk.sources import views as sources
from dalil.desk.spotting import views as spotting
from dalil.desk.zoning import views as zoning

app_name = "desk"

urlpatterns = [
    path("reports/", browsing.reports, name="reports"),
    path("reports/export.jsonl", browsing.export_reports, name="export_reports"),
    path("reports/publish/", publishing.publish_reports, name="publish_reports"),
    path("reports/new/", reports.new, name="new"),
    path("reports/new/<slug:kind>/", reports.enter, name="enter"),
    path("reports/unfinished/keep/", unfinished_views.keep, name="keep_unfinished"),
    path("reports/unfinished/give-up/", unfinished_views.give_up, name="give_up_unfinished"),
    path("reports/mine/", reports.mine, name="mine"),
    path("reports/<slug:address>/", reports.report, name="report"),
    path("reports/<slug:address>/correct/", reports.correct, name="correct"),
    path("reports/<slug:address>/withdraw/", reports.withdraw, name="withdraw"),
    path("reports/<slug:address>/reinstate/", reports.reinstate, name="reinstate"),
    path("reports/<slug:address>/undo-correction/", reports.undo_correction, name="undo_correction"),
    path("reports/<slug:address>/protect/", protecting.protect_report, name="protect_report"),
    path("entities/", browsing.entities, name="entities"),
    path("entities/<slug:address>/", entities.entity, name="entity"),
    path("entities/<slug:address>/bag/", bag_of, name="bag"),
    path("bags/<slug:key>/", packed_bag, name="packed_bag"),
    path("bags/<slug:key>/file/", packed_bag_file, name="packed_bag_file"),
    path("documents/", documents.documents, name="documents"),
    path("documents/<slug:address>/", documents.document, name="document"),
    path("documents/<slug:address>/download/", documents.download, name="download"),
    path("documents/<slug:address>/protect/", protecting.protect_document, name="protect_document"),
    path("documents/<slug:address>/clean/", protecting.clean_document, name="clean_document"),
    path("documents/<slug:address>/read/", read_scan, name="read_scan"),
    path("documents/<slug:address>/page/<int:number>/", scan_page, name="scan_page"),
    path("documents/<slug:address>/picture/", make_picture, name="make_picture"),
    path("sources/", sources.sources, name="sources"),
    path("sources/new/", sources.name_source, name="name_source"),
    path("sources/alike/", judging_sources.alike, name="alike"),
    path(
        "sources/judgements/<int:judgement>/undo/", judging_sources.undo_source_judgement, name="undo_source_judgement"
    ),
    path("sources/<str:code>/judge/", judging_sources.judge_sources, name="judge_sources"),
    path("sources/<str:code>/names/", judging_sources.add_alias, name="add_alias"),
    path("sources/<str:code>/names/<int:alias>/take-back/", judging_sources.remove_alias, name="remove_alias"),
    path("sources/<str:code>/", sources.source, name="source"),
    path("sources/<str:code>/protect/", protecting.protect_source, name="protect_source"),
    path("judge/", judging.pairs, name="pairs"),
    path("judge/next/", judging.next_pair, name="next_pair"),
    path("judge/several/", judging.judge_several, name="judge_several"),
    path("judge/second/", judging.ask_second, name="ask_second"),
    path("judge/compare/", judging.compare, name="compare"),
    path("judge/contradictions/", contradictions, name="contradictions"),
    path("judge/model/", matching_model, name="matching_model"),
    path("judge/sites/", named_sites.named, name="named_sites"),
    path("judge/sites/judge/", named_sites.judge_named_site, name="judge_named_site"),
    path("judge/sites/<int:pointing>/undo/", named_sites.undo_pointing, name="undo_pointing"),
    path("judge/<int:judgement>/undo/", judging.undo, name="undo"),
    path("sanctions/", sanctions.lists, name="sanctions"),
    path("sanctions/screening/", screening.screening, name="screening"),
    path("sanctions/screening/<int:candidate>/judge/", screening.judge_screened, name="judge_screened"),
    path("sanctions/screening/<int:verdict>/undo/", screening.undo_screened, name="undo_screened"),
    path("sanctions/<slug:code>/", sanctions.list_on_day, name="sanctions_list"),
    path("sanctions/<slug:code>/mail/", sanctions.mail_of_changes, name="sanctions_mail"),
    path("sanctions/<slug:code>/changes/", sanctions.changes, name="sanctions_changes"),
    path("sanctions/<slug:code>/entries/<str:number>/", sanctions.entry, name="sanctions_entry"),
    path("law/", law.law, name="law"),
    path("law/<slug:address>/", law.law_of_entity, name="law_of"),
    path("law/<slug:address>/judge/", law.judge_law, name="judge_law"),
    path("law/<slug:address>/conflict/", law.say_conflict, name="say_conflict"),
    path("law/verdicts/<int:verdict>/undo/", law.undo_law, name="undo_law"),
    path("law/conflicts/<int:verdict>/undo/", law.undo_conflict, name="undo_conflict"),
    path("warnings/", spotting.warnings, name="warnings"),
    path("warnings/link/", spotting.link_warning, name="link_warning"),
    path("warnings/<int:candidate>/judge/", spotting.judge_proposed_warning, name="judge_warning"),
    path("warnings/verdicts/<int:verdict>/undo/", spotting.undo_warning, name="undo_warning"),
    path("zones/", zoning.zones, name="zones"),
    path("zones/<slug:address>/", zoning.zone, name="zone"),
    path("zones/<slug:address>/properties.csv", zoning.list_of_properties, name="zone_list"),
    path("count/", counting.count, name="count"),
    path("figures/", figures.figures, name="figures"),
    path("count/figure/", figures.make_figure, name="make_figure"),
    path("count/keep/", figures.keep_question, name="keep_question"),
    path("suggest/figures/", figures.choices, name="figure_choices"),
    path("figures/<slug:slug>/", figures.figure, name="figure"),
    path("figures/<slug:slug>/publish/", figures.publish, name="publish_figure"),
    path("figures/<slug:slug>/correct-pages/", figures.correct_pages, name="correct_pages"),
    path("imports/", imports.imports, name="imports"),
    path("imports/new/", bringing_in.new_import, name="new_import"),
    path("imports/pending/<slug:key>/", bringing_in.pending_import, name="pending_import"),
    path("imports/pending/<slug:key>/mapping/", bringing_in.settle_mapping, name="import_mapping"),
    path("imports/pending/<slug:key>/start/", bringing_in.start_import, name="start_import"),
    path("imports/pending/<slug:key>/give-up/", bringing_in.give_up_import, name="give_up_import"),
    path("imports/<int:pk>/", imports.one_import, name="import"),
    path("imports/<int:pk>/withdraw-gone/", imports.withdraw_gone, name="withdraw_gone"),
    path("imports/<int:pk>/rows/<int:row>/", row_mending.mend, name="mend_row"),
    path("imports/<int:pk>/failed.csv", imports.failed_rows, name="failed_rows"),
    path("sealed/", include("dalil.desk.sealed.urls")),
    path("dossiers/", include("dalil.desk.dossiers.urls")),
    path("tracing/", include("dalil.desk.tracing.urls")),
    re_path(r"^suggest/(?P<what>places|sources|documents)/$", suggestions.suggest, name="suggest"),
    path("second-reading/", second_reading, name="second_reading"),
    path("captures/", capturing.captures, name="captures"),
    path("links/", links.links, name="links"),
    path("letters/", include("dalil.desk.letters.urls")),
    re_path(
        r"^links/(?P<item>[0-9]{1,18})/(?P<decision>card|cards|leave|back)/$", links.decide_link, name="decide_link"
    ),
    path("ledger/", proof, name="proof"),
    path("jobs/", jobs, name="jobs"),
    path("access/", access.my_access, name="my_access"),
    path("access/log/", access.access_log, name="access_log"),
    path("access/log.csv", access.access_log_csv, name="access_log_csv"),
    path("access/accounts/", access.paused_accounts, name="paused_accounts"),
    re_path(
        r"^access/accounts/(?P<account>[0-9]{1,18})/(?P<act>pause|travel|lift)/$",
        access.change_access,
        name="change_access",
    ),
    path("access/proposals/", proposals.list_proposals, name="proposals"),
    path("access/proposals/<int:proposal>/", proposals.decide_proposal, name="decide_proposal"),
    path("access/proposals/<int:proposal>/export/", proposals.take_proposed_export, name="take_export"),
    path("understand/count/", suggestions.understand_count, name="understand_count"),
    path("understand/date/", suggestions.understand_date, name="understand_date"),
]
