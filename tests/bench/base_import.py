"""Bringing a sheet of procedures into the catalogue, against Odoo importing as many products.

Ours: the file is read, every row checked against the catalogue, and written as a draft with
three papers, a result and a fee with its tariff. Odoo's: the same number of products with a
price. Both stay in one transaction that is undone; goal per record: three times Odoo's own.
"""

import base64
import csv
import io
from itertools import count

from odoo.addons.hcc_base.transaction import number_cursor

from hcc_cli.bench import sides

GOALS = {"base.import": 3.0}
ROWS, ROUNDS, WARM_UP = 500, 5, 1
TITLES = (
    ["Mã TTHC", "Tên thủ tục hành chính", "Cơ quan thực hiện", "Lĩnh vực", "Thời hạn giải quyết"],
    ["Phí, lệ phí", "Thành phần hồ sơ", "Kết quả", "Căn cứ pháp lý", "Cấp thực hiện"],
)
PAPERS = "Đơn đề nghị (01 bản chính)\nGiấy tờ chứng minh (01 bản sao chứng thực)\nẢnh (02 bản sao)"
PRODUCT_FIELDS = ["name", "default_code", "list_price", "standard_price", "description"]


def run(env):
    with number_cursor(env.registry) as cr:  # a chunk would open a transaction of its own
        ratio = _measure(env(cr=cr))
        cr.rollback()
    return {"base.import": ratio}


def _measure(env):
    env = env(user=env["res.users"].search([("login", "=", "quantri")]), su=False)
    agency = env["hcc.agency"].search([], limit=1)
    field = agency.env["hcc.procedure.field"].search([("agency_id", "=", agency.id)], limit=1)
    if not field:
        field = field.create({"name": "Đo thử", "code": "DO-THU", "agency_id": agency.id})
    numbers = count()

    def import_procedures():
        _import_procedures(env, _procedures(agency, field, next(numbers)))

    def import_products():
        _import_products(env(su=True), _products(next(numbers)))

    return sides(import_procedures, import_products, rounds=ROUNDS, warm_up=WARM_UP)


def _csv(titles, rows):
    stream = io.StringIO()
    csv.writer(stream).writerows([titles, *rows])
    return stream.getvalue().encode()


def _procedures(agency, field, turn):
    rows = [
        [
            *(f"8.{turn:02d}{n:04d}", f"Thủ tục đo thử số {n}", agency.name, field.name),
            *("5 ngày làm việc", f"Lệ phí: {n + 1}.000 đồng", PAPERS, "Giấy chứng nhận"),
            *("Luật số 1/2026/QH16", "Cấp tỉnh"),
        ]
        for n in range(ROWS)
    ]
    return _csv([*TITLES[0], *TITLES[1]], rows)


def _products(turn):
    rows = [
        [f"Sản phẩm {turn}-{n}", f"SP{turn}-{n}", n * 1000, n * 900, "Mô tả sản phẩm"]
        for n in range(ROWS)
    ]
    return _csv(PRODUCT_FIELDS, rows)


def _import_procedures(env, data):
    sheet = env["hcc.catalogue.import"].create(
        {"file": base64.b64encode(data), "file_name": "do-thu.csv"}
    )
    sheet.read_sheet()
    _drive(sheet)
    sheet.write_all()
    _drive(sheet)
    if sheet.written_count != ROWS:
        raise AssertionError(f"only {sheet.written_count} of {ROWS} rows were written")


def _drive(sheet):
    while sheet.run_chunk()["running"]:
        pass
    sheet.env.flush_all()


def _import_products(env, data):
    wizard = env["base_import.import"].create(
        {"res_model": "product.template", "file": data, "file_type": "text/csv"}
    )
    options = {"quoting": '"', "separator": ",", "has_headers": True, "encoding": "utf-8"}
    done = wizard.execute_import(PRODUCT_FIELDS, PRODUCT_FIELDS, options)
    if len(done.get("ids") or []) != ROWS:
        raise AssertionError(f"the products were not imported: {done.get('messages')}")
    env.flush_all()
