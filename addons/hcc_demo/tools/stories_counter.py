"""What begins and ends at the counter: drafts, guidance, refusals, results that were returned."""

from .story import Story

EXTRACT, REGISTER_COPY = "2_000635", "2_000908"
LAWYER_REGISTRATION, NOTARY_OFFICE = "1_002153", "1_013837"
PROMOTION_NOTICE, PROMOTION = "2_000033", "2_000004"


def _on_the_spot(key, person, days, at, procedure=REGISTER_COPY, **how):
    """Received, and all three steps at the counter within the hour."""
    hour = int(at[:2])
    return (
        Story(key, "STP", procedure, person)
        .receive(days, at, **how)
        .appraise(days, f"{hour + 1:02d}:05")
        .approve(days, f"{hour + 1:02d}:20")
        .seal(days, f"{hour + 1:02d}:30")
    )


def _done_by_agency(key, person, days, procedure=LAWYER_REGISTRATION, **particulars):
    """Received ``days`` ago; its result lies at the centre three working days later."""
    return (
        Story(key, "STP", procedure, person, **particulars)
        .receive(days, "08:10", scans=True)
        .to_agency(days, "10:40", "14:05")
        .appraise(days - 1, "10:00")
        .approve(days - 2, "09:15")
        .seal(days - 2, "15:10")
        .to_centre(days - 3, "08:30", "09:10")
    )


def _before_acceptance():
    return [
        Story("draft", "STP", LAWYER_REGISTRATION, "khuon").then(0, "15:30", "official", "draft"),
        Story("draft-sct", "SCT", PROMOTION, "tay_bac").then(0, "15:40", "official", "draft"),
        Story("guided", "STP", NOTARY_OFFICE, "doi").then(
            1, "09:20", "official", "guide",
            reason="Chưa nộp bản chính Giấy đăng ký hoạt động.", missing=1,
        ),
        Story("guided-online", "SNNPTNT", "1_004756", "nen", channel="online").then(
            2, "14:00", "official", "guide",
            reason="Thiếu Giấy chứng nhận sức khỏe.", missing=1,
        ),
        Story("guided-back", "STP", NOTARY_OFFICE, "hinh")
        .then(4, "08:50", "official", "guide", reason="Đơn chưa có chữ ký.", missing=0)
        .then(2, "09:05", "official", "accept_guided", scans=True)
        .pay(2, "09:15")
        .to_agency(2, "10:45", "15:00"),
        Story("refused", "STP", LAWYER_REGISTRATION, "gia").then(
            3, "10:10", "official", "refuse", reason_code="TC01"
        ),
        Story("refused-syt", "SYT", "1_004616", "muon").then(
            5, "09:40", "official", "refuse", reason_code="TC02",
            reason="Chưa đủ thời gian thực hành chuyên môn.",
        ),
        Story("cancelled-draft", "STP", EXTRACT, "loai")
        .then(6, "14:10", "official", "draft")
        .then(6, "14:30", "official", "cancel", reason="Người nộp đổi ý, chưa nộp hồ sơ."),
    ]  # fmt: skip


def _on_the_spot_ones():
    return [
        _on_the_spot("spot-returned", "mau", 10, "08:05").collect(10, "10:00"),
        _on_the_spot("spot-proxy", "vi", 8, "08:20").collect(
            8, "14:00", collector="proxy", collector_name="Lò Thị Họa",
            collector_paper="15/2026/UQ", collector_days=9,
        ),
        _on_the_spot("spot-waiting", "thu", 1, "13:40"),
        Story("extract-returned", "STP", EXTRACT, "mau")
        .receive(9, "08:05", scans=True)
        .pay(9, "08:15").appraise(9, "08:40").approve(9, "09:05").seal(9, "09:20")
        .then(9, "09:25", "clerk", "store_result")
        .collect(9, "10:10"),
        Story("extract-reused", "STP", EXTRACT, "mau")
        .receive(2, "08:30", reuse=True)
        .pay(2, "08:40").appraise(2, "09:00").approve(2, "09:30").seal(2, "09:45")
        .then(2, "09:50", "clerk", "store_result")
        .collect(2, "10:30"),
        Story("extract-unpaid", "STP", EXTRACT, "phong").receive(0, "09:05"),
        Story("spot-appraise", "STP", REGISTER_COPY, "du").receive(0, "08:40", scans=True),
        Story("spot-approve", "STP", REGISTER_COPY, "kiem")
        .receive(0, "08:20").appraise(0, "09:20"),
        Story("spot-seal", "STP", REGISTER_COPY, "nghiem")
        .receive(0, "07:50").appraise(0, "08:30").approve(0, "09:40"),
        Story("notice-returned", "SCT", PROMOTION_NOTICE, "minh_hoa")
        .receive(7, "09:00").appraise(7, "09:40").approve(7, "10:20").seal(7, "10:40")
        .collect(7, "11:00", collector="representative", collector_name="Vàng Văn Minh",
                 collector_paper="Giấy giới thiệu 07/GT"),
        Story("school", "SGDDT", "1_000270", "dang", submitter="parent")
        .receive(0, "10:05"),
    ]  # fmt: skip


def _returned_ones():
    return [
        _done_by_agency("returned", "thi", 10).then(7, "09:15", "clerk", "store_result")
        .collect(6, "08:40"),
        _done_by_agency("post-delivered", "ban", 9, return_channel="postal",
                        return_address="Tổ 5, phường Đoàn Kết, Lai Châu")
        .collect(6, "15:00", collector="postal", collector_paper="EL000000101VN")
        .then(4, "09:00", "official", "record_delivery"),
        _done_by_agency("post-underway", "nhap", 6, return_channel="postal",
                        return_address="Bản Nà Cơ, xã Tam Đường, Lai Châu")
        .collect(1, "15:10", collector="postal", collector_paper="EL000000102VN"),
        _done_by_agency("post-back", "chung", 10, return_channel="postal",
                        return_address="Bản Séo Làn Than, xã Sìn Hồ, Lai Châu")
        .collect(6, "15:20", collector="postal", collector_paper="EL000000103VN")
        .then(2, "10:00", "official", "record_postal_return")
        .then(2, "10:20", "official", "log_call", outcome="no_answer",
              note="Bưu điện trả lại, gọi hai lần không nghe máy."),
        _done_by_agency("waiting", "tuong", 5)
        .then(1, "09:00", "official", "log_call", outcome="reached",
              note="Hẹn đến nhận kết quả trong tuần."),
        _done_by_agency("uncollected", "so", 34).then(3, "09:00", "official", "remind"),
        _done_by_agency("archived", "loai", 38)
        .then(6, "09:10", "official", "remind")
        .then(2, "16:00", "official", "archive_result"),
        Story("refused-after", "STP", LAWYER_REGISTRATION, "gia", channel="postal")
        .receive(9, "09:00", arrived=10)
        .to_agency(9, "10:40", "14:00")
        .appraise(7, "10:00", outcome="refused", note="Hợp đồng lao động không đúng mẫu.")
        .approve(6, "09:15", outcome="refused",
                 note="Hợp đồng lao động ký với tổ chức hành nghề không hợp lệ.")
        .seal(6, "15:10").to_centre(5, "08:30", "09:10").collect(4, "09:30"),
    ]  # fmt: skip


def stories():
    return [*_before_acceptance(), *_on_the_spot_ones(), *_returned_ones()]
