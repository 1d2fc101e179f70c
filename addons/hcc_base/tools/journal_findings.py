"""What a broken journal is called, what it means and what is to be done, in Vietnamese."""

KEEP = (
    "Giữ nguyên cơ sở dữ liệu (không sửa, không phục hồi đè), sao lưu ngay cả cơ sở dữ liệu lẫn "
    "tệp khóa và tệp đầu chuỗi, báo giám đốc và giám sát."
)
COMPARE = "So với bản sao lưu gần nhất để biết nội dung gốc."
KEY = (
    "Kiểm tra tệp khóa (HCC_KEY_FILE): phải là tệp của nơi này, đủ mọi dòng. Nếu tệp khóa sai, "
    "đặt lại tệp đúng từ bản sao lưu rồi kiểm tra lại."
)

#: kind → (what is wrong, what to do)
FINDINGS = {
    "content": ("Nội dung dòng nhật ký không khớp niêm phong: dòng đã bị sửa.", COMPARE),
    "seal": ("Niêm phong của dòng đã bị ghi đè; nội dung còn khớp với dòng sau.", COMPARE),
    "link": ("Dòng không còn dẫn đúng tới niêm phong của dòng trước.", COMPARE),
    "replaced": (
        "Dòng không nối tiếp dòng trước: các dòng ở giữa đã bị xóa hoặc dòng đã bị thay.",
        COMPARE,
    ),
    "missing": ("Thiếu dòng ở vị trí này: dòng đã bị xóa.", COMPARE),
    "moved": ("Dòng của vị trí này đang nằm trong chuỗi của trung tâm khác.", COMPARE),
    "reordered": (
        "Thứ tự đã bị đổi: dòng của vị trí này đang đứng ở vị trí khác trong chuỗi.",
        COMPARE,
    ),
    "extra": ("Có dòng bị chèn thêm vào vị trí đã có dòng khác hoặc không thể có.", COMPARE),
    "unplaced": ("Dòng có niêm phong nhưng không còn vị trí trong chuỗi.", COMPARE),
    "version": ("Dòng dùng phiên bản niêm phong hoặc khóa cũ hơn dòng trước nó.", COMPARE),
    "key": ("Không có khóa của phiên bản mà dòng này ghi.", KEY),
    "fingerprint": ("Tệp khóa không phải tệp đã niêm phong cơ sở dữ liệu này.", KEY),
    "head": (
        "Niêm phong khác với đầu chuỗi đã xuất ra ngoài: chuỗi đã bị viết lại hoặc cơ sở dữ liệu "
        "là một bản cũ được phục hồi rồi ghi tiếp.",
        "Đối chiếu tệp đầu chuỗi với bản giữ ở máy khác; xác định lần phục hồi gần nhất.",
    ),
    "tail": (
        "Chuỗi ngắn hơn đầu chuỗi đã xuất ra ngoài: các dòng cuối đã bị cắt hoặc cơ sở dữ liệu là "
        "một bản cũ được phục hồi.",
        "Đối chiếu tệp đầu chuỗi với bản giữ ở máy khác; xác định lần phục hồi gần nhất.",
    ),
    "guard": (
        "Rào chắn của bảng nhật ký trong cơ sở dữ liệu bị thiếu, bị tắt hoặc bị sửa",
        "Cập nhật lại mô-đun hcc_base để dựng lại rào chắn, rồi tìm ai đã thay đổi nó.",
    ),
}

#: kind → what draws attention although the chain holds
WARNINGS = {
    "unsealed": (
        "{count} dòng chờ niêm phong quá một phút: chưa được bảo vệ. Kiểm tra tác vụ niêm phong, "
        "max_cron_threads và quyền đọc tệp khóa."
    ),
    "demo": (
        "{count} dòng ghi theo đồng hồ trình diễn trong cơ sở dữ liệu không phải để trình diễn."
    ),
    "no_heads": (
        "Chưa có đầu chuỗi nào được xuất ra ngoài: nếu các dòng cuối bị cắt thì không phát hiện "
        "được."
    ),
    "heads_file": "{count} dòng của tệp đầu chuỗi không đọc được: kiểm tra tệp ấy.",
}


def sentence(broken: dict) -> str:
    """One finding as text: what, where, since when it cannot be trusted, what to do.

    ``broken``: kind, position, entry, at (text), detail, last_head.
    """
    what, remedy = FINDINGS[broken["kind"]]
    if broken.get("detail"):
        what = f"{what.rstrip('.')}: {broken['detail']}."
    parts = [what, *_place(broken), remedy]
    if broken["kind"] != "guard" and remedy is not KEY:
        parts.append(KEEP)
    return " ".join(parts)


def _place(broken):
    if not broken.get("position"):
        return
    entry = f", dòng số {broken['entry']}" if broken.get("entry") else ""
    at = f", ghi lúc {broken['at']}" if broken.get("at") else ""
    yield f"Vị trí {broken['position']}{entry}{at}."
    if broken["kind"] == "head":
        yield f"Sai khác bắt đầu ở đâu đó sau vị trí {broken['last_head']}."
    elif broken["position"] > 1:
        yield f"Đến vị trí {broken['position'] - 1} chuỗi còn nguyên."


def warning(kind: str, count: int) -> str:
    return WARNINGS[kind].format(count=count)
