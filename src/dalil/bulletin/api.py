from ninja import NinjaAPI

api = NinjaAPI(urls_namespace="api")


@api.get("/reports.jsonl", url_name="reports-jsonl")
def reports_jsonl(request):
    return ""


@api.get("/reports/{address}", url_name="report")
def report(request, address: str):
    return ""


@api.get("/entities/{address}", url_name="entity")
def entity(request, address: str):
    return ""
