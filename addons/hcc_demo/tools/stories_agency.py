"""What lies with the agencies: steps, waits, consultations, limits that near or are missed."""

from .story import Moment, Story

LAWYER_REGISTRATION, LAWYER_LICENCE = "1_002153", "1_000828"
TRUSTEE, PROMOTION, TOBACCO, INSPECTOR = "2_001130", "2_000004", "2_000190", "2_000543"
BROKER, TRADING_FLOOR, ARCHITECT = "1_012906", "1_012901", "1_008993"


def _taken(key, person, days, agency="STP", procedure=LAWYER_REGISTRATION, pays=False, **more):
    """Received ``days`` ago, on the appraiser's table the same afternoon."""
    how = {name: more.pop(name) for name in ("scans", "keeps") if name in more}
    story = Story(key, agency, procedure, person, **more).receive(days, "08:15", **how)
    if pays:
        story.pay(days, "08:30")
    return story.to_agency(days, "10:50", "14:20")


def _steps():
    return [
        _taken("appraise", "hoa", 2, scans=True),
        _taken("approve", "tuong", 3, channel="home").appraise(1, "15:00"),
        _taken("seal", "tam", 4).appraise(2, "10:00").approve(1, "16:10"),
        _taken("sent-back", "phong", 4, scans=True)
        .appraise(2, "09:00")
        .then(1, "10:30", "approver", "send_back",
              reason="Chưa đối chiếu thời hạn của hợp đồng lao động."),
        _taken("result-on-way", "kiem", 5, channel="postal")
        .appraise(4, "10:00").approve(3, "09:00").seal(2, "10:00")
        .then(0, "08:10", "clerk", "hand_over"),
        _taken("result-waits", "bieu", 6)
        .appraise(5, "10:00").approve(4, "09:00").seal(3, "10:00"),
        _taken("sct-appraise", "tay_bac", 2, "SCT", PROMOTION, scans=True),
        _taken("sct-approve", "vi_du", 3, "SCT", PROMOTION, channel="online").appraise(1, "14:30"),
        _taken("sct-returned", "minh_hoa", 8, "SCT", PROMOTION)
        .appraise(7, "10:00").approve(6, "09:00").seal(5, "10:00")
        .to_centre(5, "14:00", "14:30").collect(3, "09:20"),
        _taken("sct-tobacco", "thep", 6, "SCT", TOBACCO, pays=True, scans=True)
        .appraise(2, "16:00"),
        _taken("sxd-appraise", "hinh", 4, "SXD", BROKER, pays=True, scans=True),
        _taken("sxd-done", "doi", 6, "SXD", ARCHITECT)
        .appraise(4, "10:00").approve(3, "09:00").seal(3, "15:00").to_centre(2, "08:20", "09:00"),
        _taken("sxd-seal", "lan", 4, "SXD", TRADING_FLOOR).appraise(2, "10:00").approve(1, "14:00"),
        Story("trustee-done", "STP", TRUSTEE, "thu")
        .receive(7, "08:20", scans=True).pay(7, "08:35").to_agency(7, "10:50", "14:00")
        .appraise(5, "10:00").approve(4, "09:00").seal(4, "15:30").to_centre(3, "08:20", "09:00"),
    ]  # fmt: skip


def _waits():
    return [
        _taken("supplement", "nen", 4)
        .then(3, "09:30", "appraiser", "ask_supplement", missing=1,
              reason="Bản sao hợp đồng lao động bị mờ, đề nghị nộp lại."),
        _taken("supplement-brought", "dang", 9)
        .then(8, "09:30", "appraiser", "ask_supplement", missing=1,
              reason="Thiếu trang 2 của hợp đồng lao động.")
        .then(3, "10:00", "official", "accept_supplement", note="Đã nộp đủ."),
        _taken("silent", "bo", 12)
        .then(10, "09:30", "appraiser", "ask_supplement", missing=0,
              reason="Đơn chưa ghi nơi hành nghề."),
        _taken("stop-proposed", "chung", 20)
        .then(18, "09:30", "appraiser", "ask_supplement", missing=1,
              reason="Hợp đồng lao động đã hết hạn."),
        _taken("stopped", "khuon", 25)
        .then(22, "09:30", "appraiser", "ask_supplement", missing=1,
              reason="Hợp đồng lao động chưa có chữ ký của hai bên.")
        .then(6, "10:30", "official", "stop", reason_code="DUNG01"),
        _taken("suspended", "so", 5)
        .then(3, "15:00", "approver", "suspend", reason_code="TAM01", until=-5),
        _taken("suspended-long", "lan", 18)
        .then(16, "15:00", "approver", "suspend", reason_code="TAM02", until=4),
    ]  # fmt: skip


def _consultations():
    return [
        _taken("consult-open", "muon", 3, procedure=LAWYER_LICENCE, pays=True)
        .then(1, "10:00", "appraiser", "ask_agencies", agencies=["SCT", "SXD"], required=True,
              content="Đề nghị cho ý kiến về quá trình công tác của người nộp."),
        _taken("consult-answered", "dinh", 6, procedure=LAWYER_LICENCE, pays=True)
        .then(4, "10:00", "appraiser", "ask_agencies", agencies=["SCT"], required=True,
              content="Đề nghị xác nhận thời gian công tác tại Sở.")
        .then(2, "15:30", "thamdinh2", "answer", opinion="agreed",
              answer="Sở Công Thương xác nhận thời gian công tác như đã khai."),
        _taken("consult-silent", "bieu", 8, procedure=LAWYER_LICENCE, pays=True)
        .then(6, "10:00", "appraiser", "ask_agencies", agencies=["SCT"], required=True,
              content="Đề nghị cho ý kiến về việc cấp chứng chỉ."),
        _taken("explain", "ban", 7, "SCT", INSPECTOR)
        .appraise(4, "10:00")
        .then(2, "09:00", "approver", "ask_agencies", agencies=["SCT"],
              content="Giải trình căn cứ xác nhận thời gian công tác."),
    ]  # fmt: skip


def _limits():
    return [
        _taken("overdue", "vi", 9)
        .then(4, "10:00", "appraiser", "log_call", outcome="call_back",
              note="Người nộp hỏi tiến độ."),
        _taken("overdue-sct", "tay_bac", 9, "SCT", PROMOTION, scans=True).appraise(2, "10:00"),
        _taken("apologised", "hoa", 8)
        .then(5, "10:00", "approver", "extend", new_appointment_at=Moment(-4, "16:00"),
              reason="Chờ xác minh tại tổ chức hành nghề luật sư."),
        _taken("failed-twice", "thi", 11)
        .then(7, "10:00", "approver", "extend", new_appointment_at=Moment(2, "16:00"),
              reason="Khối lượng hồ sơ tăng đột biến.")
        .then(4, "11:00", "appraiser", "log_call", outcome="reached", note="Đã báo lịch hẹn mới."),
        _taken("apology-drafted", "nghiem", 4)
        .then(1, "14:00", "appraiser", "propose_apology", new_appointment_at=Moment(-5, "16:00"),
              reason="Chờ kết quả xác minh của Đoàn Luật sư tỉnh."),
        _taken("late-done", "du", 12)
        .appraise(6, "10:00").approve(5, "10:00").seal(5, "15:00").to_centre(4, "08:30", "09:00"),
        _taken("exception", "bo", 10, procedure=LAWYER_LICENCE, pays=True)
        .then(8, "09:30", "appraiser", "ask_supplement", missing=1,
              reason="Thiếu bản sao bằng cử nhân luật.")
        .then(6, "09:00", "official", "accept_supplement")
        .then(2, "09:30", "appraiser", "ask_exception", kind="supplement",
              reason="Bản sao nộp bổ sung không đọc được."),
        _taken("exception-reappointment", "vi_du", 9, "SCT", PROMOTION)
        .then(6, "10:00", "approver", "extend", new_appointment_at=Moment(1, "16:00"),
              reason="Chờ đối chiếu giải thưởng.")
        .then(2, "10:00", "appraiser", "ask_exception", kind="reappointment",
              reason="Thể lệ chương trình phải sửa lần hai."),
    ]  # fmt: skip


def _ends():
    return [
        _taken("withdrawn", "doi", 5).then(
            3, "08:30", "official", "withdraw", reason_code="RUT01"),
        _taken("cancelled", "tay_bac", 7, "SCT", PROMOTION).then(
            5, "09:00", "approver", "cancel", reason_code="HUY02"),
        _taken("given-back", "gia", 6).then(
            4, "09:00", "approver", "give_back", reason_code="TRA01"),
    ]  # fmt: skip


def stories():
    return [*_steps(), *_waits(), *_consultations(), *_limits(), *_ends()]
