"""The ticket's paper: one picture, the same for print and reprint."""

from odoo.addons.hcc_device.tools import raster

TRIAL_MARK = "BẢN THỬ"


def draw(facts, width=raster.FULL_WIDTH):
    """Return the ticket as PNG bytes of black and white dots.

    :param facts: centre, logo (bytes of a picture, or none), number, lane, agency, field, ahead,
        issued_at, hotline, url, is_trial
    """
    paper = raster.canvas(width)
    if facts["is_trial"]:
        paper.banner(TRIAL_MARK, size=24)
    if facts.get("logo"):
        paper.logo(facts["logo"])
    paper.text(facts["centre"], size=26, bold=True).rule(thickness=2)
    paper.text("SỐ THỨ TỰ", size=24)
    paper.text(facts["number"], size=150, bold=True)
    paper.text(facts["agency"] or facts["lane"], size=32, bold=True)
    if facts["field"]:
        paper.text(facts["field"], size=24)
    paper.rule()
    paper.pair("Số người chờ trước", str(facts["ahead"]), size=28, bold=True)
    paper.pair("Lấy số lúc", facts["issued_at"], size=24)
    paper.rule()
    paper.text("Quét mã để theo dõi lượt trên điện thoại", size=22).qr(facts["url"], module=6)
    paper.text("Xin theo dõi bảng gọi số, đến quầy khi được mời.", size=22)
    if facts["hotline"]:
        paper.text(f"Đường dây nóng: {facts['hotline']}", size=22)
    paper.space(24)
    return raster.to_one_bit(paper.image)
