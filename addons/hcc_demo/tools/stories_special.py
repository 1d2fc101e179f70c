"""Papers on the move, papers that went wrong, originals, linked dossiers and signatures."""

from .story import Story

LAWYER_REGISTRATION, NOTARY_OFFICE, REGISTER_COPY = "1_002153", "1_013837", "2_000908"
PROMOTION, TRADING_FLOOR = "2_000004", "1_012901"
#: procedures that the life itself adds, for the catalogue links none
LINKED, LINKED_PART = "linked", "linked_part"


def _received(key, agency, procedure, person, days, at="08:20", **how):
    particulars = {
        name: how.pop(name)
        for name in ("channel", "submitter", "return_channel", "return_address")
        if name in how
    }
    return Story(key, agency, procedure, person, **particulars).receive(days, at, **how)


def _lists():
    """Hand-over lists: closed, underway, with a difference, by post, still being listed."""
    return [
        _received("listed-1", "STP", LAWYER_REGISTRATION, "hinh", 5),
        _received("listed-2", "STP", LAWYER_REGISTRATION, "tam", 5, "08:40", channel="online"),
        Story("list-closed", "STP")
        .then(5, "10:30", "official", "list", dossiers=["listed-1", "listed-2"])
        .then(5, "10:45", "official", "give", scanned=["listed-1", "listed-2"])
        .then(5, "14:00", "appraiser", "sign_for", scanned=["listed-1", "listed-2"]),
        _received("given-1", "STP", LAWYER_REGISTRATION, "thu", 0, "07:40"),
        _received("given-2", "STP", LAWYER_REGISTRATION, "nen", 0, "07:55"),
        Story("list-underway", "STP")
        .then(0, "10:30", "official", "list", dossiers=["given-1", "given-2"])
        .then(0, "10:40", "official", "give"),
        _received("short-1", "SCT", PROMOTION, "minh_hoa", 1),
        _received("short-2", "SCT", PROMOTION, "thep", 1, "08:45"),
        _received("short-3", "SCT", PROMOTION, "vi_du", 1, "09:30"),
        Story("list-short", "SCT")
        .then(1, "10:30", "official", "list", dossiers=["short-1", "short-2"])
        .then(1, "10:40", "official", "give")
        .then(1, "14:00", "appraiser", "sign_for", scanned=["short-1"], unlisted=["short-3"]),
        _received("posted-1", "SXD", TRADING_FLOOR, "thep", 0, "07:45"),
        Story("list-posted", "SXD")
        .then(0, "10:30", "official", "list", dossiers=["posted-1"])
        .then(0, "10:40", "official", "give")
        .then(0, "11:00", "official", "dispatch", carrier="Bưu điện tỉnh Lai Châu (bản thử)",
              waybill_number="BC-0001/2026", tracking_code="EL000000201VN"),
        _received("pending-1", "STP", LAWYER_REGISTRATION, "loai", 0, "09:30"),
        _received("pending-2", "STP", LAWYER_REGISTRATION, "so", 0, "09:50", scans=True),
        Story("list-draft", "STP")
        .then(0, "14:30", "official", "list", dossiers=["pending-1", "pending-2"]),
        _received("back-1", "STP", LAWYER_REGISTRATION, "bo", 6)
        .to_agency(6, "10:50", "14:20").appraise(5, "10:00").approve(4, "09:00").seal(3, "10:00"),
        Story("list-results", "STP")
        .then(3, "14:30", "clerk", "list", dossiers=["back-1"])
        .then(3, "14:40", "clerk", "give", scanned=["back-1"])
        .then(3, "15:10", "colleague", "sign_for", scanned=["back-1"]),
    ]  # fmt: skip


def _counters():
    """The other agencies' counters, this morning."""
    return [
        _received("vehicle", "SGTVT", "2_002288", "lan", 0, "07:35", scans=True),
        _received("vehicle-given", "SGTVT", "2_002286", "tay_bac", 0, "07:50")
        .then(0, "10:20", "official", "hand_over"),
        _received("vet", "SNNPTNT", "2_001064", "chung", 0, "08:05", channel="postal", arrived=1),
        _received("water", "STNMT", "2_002835", "muon", 0, "08:15", channel="online", scans=True),
        _received("firm", "SKHDT", "2_001610", "khuon", 0, "08:25", submitter="authorised"),
        _received("guide-card", "SVHTTDL", "1_001440", "dinh", 0, "08:35", return_channel="postal",
                  return_address="Bản Nà Cơ, xã Tam Đường, Lai Châu"),
    ]  # fmt: skip


def _originals():
    return [
        _received("original-kept", "STP", NOTARY_OFFICE, "nhap", 3, keeps="kept", scans=True)
        .pay(3, "08:40").to_agency(3, "10:50", "14:20"),
        _received("original-waits", "STP", NOTARY_OFFICE, "hoa", 7, keeps="kept")
        .pay(7, "08:40").to_agency(7, "10:50", "14:20").appraise(6, "10:00").approve(5, "09:00")
        .seal(5, "15:00").to_centre(4, "08:30", "09:00"),
        _received("original-back", "STP", NOTARY_OFFICE, "tuong", 9, keeps="lent")
        .pay(9, "08:40")
        .then(9, "09:00", "official", "give_back_originals")
        .to_agency(9, "10:50", "14:20").appraise(8, "10:00").approve(7, "09:00")
        .seal(7, "15:00").to_centre(6, "08:30", "09:00").collect(5, "09:00"),
    ]  # fmt: skip


def _paper_day():
    """Slips printed in advance, and the afternoon on which they were needed."""
    return [
        Story("paper-day", "STP")
        .then(7, "08:00", "dieuphoi", "print_forms", quantity=6)
        .then(6, "16:30", "giamdoc", "declare_outage", since=(6, "14:00"), until=(6, "15:30"),
              reason="Mất điện toàn khu hành chính")
        .then(5, "09:00", "dieuphoi", "spoil_form", form=5, reason="Bị rách khi in"),
    ]  # fmt: skip


def _mishaps():
    return [
        _received("corrected", "STP", LAWYER_REGISTRATION, "phong", 2, "13:50")
        .then(2, "14:10", "official", "correct_acceptance", reason_code="SUA02")
        .to_agency(2, "14:30", "15:10"),
        _received("amended", "STP", LAWYER_REGISTRATION, "dinh", 3, "09:30")
        .then(3, "09:45", "official", "amend",
              values={"applicant_address": "Bản Nà Cơ 2, xã Tam Đường, Lai Châu"})
        .to_agency(3, "10:50", "14:30")
        .then(1, "09:00", "official", "reprint_slip", asker_paper="identity_card", new_code=True),
        _received("lost", "STP", LAWYER_REGISTRATION, "gia", 4)
        .to_agency(4, "10:50", "14:20")
        .then(2, "08:30", "appraiser", "report_loss", reason_code="MAT02")
        .then(2, "15:00", "approver", "apologise_loss", cost=50000,
              reason="Giấy tờ bị thất lạc trong quá trình chuyển giữa các phòng."),
        _received("lost-found", "SCT", PROMOTION, "minh_hoa", 6)
        .to_agency(6, "10:50", "14:20")
        .then(4, "08:30", "appraiser", "report_loss", reason_code="MAT01")
        .then(4, "14:00", "approver", "apologise_loss",
              reason="Giấy tờ bị để lẫn vào hồ sơ khác tại phòng chuyên môn.")
        .then(3, "10:00", "appraiser", "rebuild"),
        _received("revoked", "STP", REGISTER_COPY, "vi", 7)
        .appraise(7, "09:05").approve(7, "09:20").seal(7, "09:40")
        .then(7, "09:50", "clerk", "store_result").collect(7, "10:10")
        .then(3, "09:00", "approver", "reopen_result", cost=20000,
              reason="Bản sao ghi sai ngày sinh so với sổ gốc.")
        .approve(1, "15:00"),
        Story("offline-waiting", "STP", LAWYER_REGISTRATION, "bieu")
        .then(5, "16:00", "official", "enter_paper", form=0, received=(6, "14:20")),
        Story("offline-confirmed", "STP", LAWYER_REGISTRATION, "lan")
        .then(5, "15:30", "official", "enter_paper", form=1, received=(6, "14:40"))
        .then(5, "16:20", "colleague", "confirm_paper")
        .to_agency(5, "16:25", "16:40"),
    ]  # fmt: skip


def _linked():
    return [
        _received("linked-begun", "STP", LINKED, "tam", 3)
        .to_agency(3, "10:50", "14:20")
        .then(3, "15:00", "thamdinh2", "with_child", does="take"),
        _received("linked-answered", "STP", LINKED, "ban", 6)
        .to_agency(6, "10:50", "14:20")
        .then(6, "15:00", "thamdinh2", "with_child", does="take")
        .then(5, "09:00", "thamdinh2", "with_child", does="complete_step")
        .then(4, "09:00", "pheduyet2", "with_child", does="complete_step")
        .then(4, "14:00", "vanthu2", "with_child", does="complete_step")
        .then(3, "08:30", "vanthu2", "with_child", does="hand_over")
        .then(3, "10:00", "appraiser", "with_child", does="take")
        .appraise(1, "09:00"),
    ]  # fmt: skip


def _signed():
    return [
        _received("signed", "STP", LAWYER_REGISTRATION, "kiem", 2, scans=True)
        .to_agency(2, "10:50", "14:20")
        .then(1, "09:30", "appraiser", "prepare_submission",
              opinion="Hồ sơ đủ thành phần, đúng mẫu; hợp đồng lao động còn hiệu lực.")
        .then(1, "09:40", "appraiser", "lay_draft")
        .then(1, "09:45", "appraiser", "sign_paper", kind="submission")
        .appraise(1, "09:50"),
        _received("submission", "STP", LAWYER_REGISTRATION, "du", 3, "09:50")
        .to_agency(3, "10:50", "14:20")
        .then(1, "10:30", "appraiser", "prepare_submission",
              opinion="Hồ sơ đủ điều kiện, đề nghị phê duyệt."),
    ]  # fmt: skip


def stories():
    return [
        *_lists(),
        *_counters(),
        *_originals(),
        *_paper_day(),
        *_mishaps(),
        *_linked(),
        *_signed(),
    ]
