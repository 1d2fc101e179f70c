"""The words of the public pages about a dossier, in Vietnamese and English."""

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}


def language_of(code) -> str:
    """The language asked for, Vietnamese when it is none of the two."""
    return code if code in LANGUAGES else "vi"


#: state → what the applicant is to do
TASKS = {
    "vi": {
        "draft": "Hồ sơ đang được kiểm tra tại quầy; Ông/Bà vui lòng chờ hướng dẫn.",
        "guided": "Ông/Bà bổ sung giấy tờ theo phiếu hướng dẫn rồi quay lại quầy tiếp nhận; "
        "hồ sơ này sẽ được tiếp tục, không phải làm lại từ đầu.",
        "refused": "Hồ sơ không được tiếp nhận; lý do ghi trong phiếu từ chối.",
        "received": "Ông/Bà chưa phải làm gì thêm.",
        "handed_over": "Ông/Bà chưa phải làm gì thêm.",
        "processing": "Ông/Bà chưa phải làm gì thêm.",
        "supplement": "Ông/Bà nộp bổ sung giấy tờ theo phiếu yêu cầu tại quầy tiếp nhận của "
        "Trung tâm.",
        "suspended": "Việc giải quyết đang tạm dừng. Khi tiếp tục, ngày hẹn mới được ghi tại trang "
        "này và được báo cho Ông/Bà nếu Ông/Bà đã đăng ký nhận tin.",
        "withdrawn": "Hồ sơ đã được rút theo yêu cầu của Ông/Bà.",
        "stopped": "Việc giải quyết đã dừng; lý do ghi trong thông báo gửi Ông/Bà.",
        "cancelled": "Hồ sơ đã được hủy; xin liên hệ Trung tâm nếu Ông/Bà cần biết thêm.",
        "given_back": "Giấy tờ đã nộp được trả lại cho Ông/Bà, không có kết quả giải quyết; lý do "
        "ghi trong thông báo trả lại hồ sơ.",
        "returned": "Ông/Bà đã nhận kết quả. Cảm ơn Ông/Bà.",
    },
    "en": {
        "draft": "Your dossier is being checked at the counter. Please wait for guidance.",
        "guided": "Please bring the papers named on the guidance form to the reception counter; "
        "this dossier will be continued, you need not start again.",
        "refused": "The dossier was not accepted; the reason is on the refusal form.",
        "received": "There is nothing you need to do now.",
        "handed_over": "There is nothing you need to do now.",
        "processing": "There is nothing you need to do now.",
        "supplement": "Please hand in the papers named on the request form at the centre’s "
        "reception counter.",
        "suspended": "Work on your dossier is suspended. When it goes on, this page gives the new "
        "appointment, and you are told of it if you asked for notices.",
        "withdrawn": "The dossier was withdrawn at your request.",
        "stopped": "Work on the dossier has ended; the reason is in the notice sent to you.",
        "cancelled": "The dossier was cancelled. Please contact the centre if you have questions.",
        "given_back": "Your papers were given back without a result; the reason is in the "
        "notice that went with them.",
        "returned": "You have received the result. Thank you.",
    },
}

#: what is said beyond the state: a wrong result, a wrong acceptance and where it goes on
SPECIAL_TASKS = {
    "vi": {
        "reopened": "Kết quả đã có sai sót và được thu hồi; cơ quan giải quyết đang cấp lại. "
        "Ông/Bà không phải nộp thêm khoản nào.",
        "corrected": "Giấy tiếp nhận này đã hủy do tiếp nhận nhầm. Hồ sơ đang được tiếp nhận lại; ",
        "corrected_wait": "Ông/Bà sẽ nhận giấy tiếp nhận mới.",
        "corrected_bring": "Ông/Bà vẫn cần nộp bổ sung giấy tờ theo phiếu yêu cầu, sau đó sẽ nhận "
        "giấy tiếp nhận mới.",
        "not_again": "Giấy tiếp nhận này đã hủy do tiếp nhận nhầm và hồ sơ không được tiếp nhận "
        "lại",
        "not_again_refused": "; lý do ghi trong phiếu từ chối.",
        "not_again_withdrawn": "; hồ sơ đã được rút theo yêu cầu của Ông/Bà.",
        "not_again_ask": ". Ông/Bà vui lòng liên hệ Trung tâm để được giải thích và nhận lại giấy "
        "tờ.",
        "continued": "Giấy tiếp nhận này đã hủy do tiếp nhận nhầm. Hồ sơ được tiếp tục với mã "
        "%s; Ông/Bà vui lòng xem giấy tiếp nhận mới.",
    },
    "en": {
        "reopened": "The result was wrong and was withdrawn; the agency is issuing it again. There "
        "is nothing more for you to pay.",
        "corrected": "This acceptance slip is void: the dossier was accepted wrongly. It is being "
        "accepted again",
        "corrected_wait": ", and you will get a new slip.",
        "corrected_bring": "; please still hand in the papers named on the request form. You will "
        "get a new slip then.",
        "not_again": "This acceptance slip is void: the dossier was accepted wrongly and was not "
        "accepted again",
        "not_again_refused": "; the reason is on the refusal form.",
        "not_again_withdrawn": "; it was withdrawn at your request.",
        "not_again_ask": ". Please contact the centre for the reason and to get your papers back.",
        "continued": "This acceptance slip is void: the dossier was accepted wrongly. It goes on "
        "under the code %s; please see the new slip.",
    },
}

#: what is lost and not there again yet → what the applicant is to do
LOSS_TASKS = {
    "vi": {
        "papers": "Giấy tờ Ông/Bà đã nộp bị thất lạc; cơ quan giải quyết xin lỗi và đề nghị Ông/Bà "
        "cung cấp lại bản sao theo văn bản xin lỗi. Ông/Bà không phải nộp lại phí, lệ phí.",
        "kept": "Giấy tờ Ông/Bà đã nộp bị thất lạc; cơ quan giải quyết xin lỗi, đang tìm lại hoặc "
        "hỗ trợ Ông/Bà xin cấp lại. Ông/Bà không phải nộp lại phí, lệ phí.",
        "result": "Kết quả giải quyết hồ sơ bị thất lạc; cơ quan giải quyết xin lỗi, đang tìm lại "
        "hoặc cấp lại. Ông/Bà không phải cung cấp lại giấy tờ và không phải nộp lại phí, lệ phí.",
    },
    "en": {
        "papers": "Papers you handed in were lost; the agency apologises and asks you for copies, "
        "as its letter says. You do not pay any fee again.",
        "kept": "Papers you handed in were lost; the agency apologises and is looking for them or "
        "helping you to have them issued again. You do not pay any fee again.",
        "result": "The result was lost; the agency apologises and is looking for it or issuing it "
        "again. You need not bring any papers again, nor pay any fee again.",
    },
}

#: how the result is collected → what the applicant is to do once it is there
COLLECT_TASKS = {
    "vi": {
        "counter": "Mời Ông/Bà mang giấy tiếp nhận hồ sơ đến quầy trả kết quả của Trung tâm; "
        "người nhận thay mang theo giấy ủy quyền.",
        "postal": "Kết quả sẽ được gửi qua bưu chính đến địa chỉ Ông/Bà đã đăng ký.",
        "online": "Kết quả sẽ được trả trực tuyến vào tài khoản của Ông/Bà.",
    },
    "en": {
        "counter": "Please bring the acceptance slip to the centre’s result counter; somebody who "
        "collects it for you brings a written authorisation.",
        "postal": "The result will be sent by post to the address you gave.",
        "online": "The result will be delivered online to your account.",
    },
}

#: kind of an internal step; a step of another kind goes by its own name
STEP_KINDS = {
    "appraise": "Examination of the dossier",
    "approve": "Decision",
    "number_seal": "Numbering and sealing of the result",
}

#: kind of a paper sent to the applicant
NOTICES = {
    "vi": {
        "guidance": "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
        "supplement": "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
        "refusal": "Phiếu từ chối tiếp nhận, giải quyết hồ sơ",
        "give_back": "Thông báo trả lại hồ sơ",
        "apology": "Văn bản xin lỗi và hẹn lại",
        "stop": "Thông báo dừng giải quyết hồ sơ",
        "loss": "Văn bản xin lỗi do mất, thất lạc hồ sơ",
        "revocation": "Thông báo thu hồi, đính chính kết quả",
    },
    "en": {
        "guidance": "Request to complete the dossier",
        "supplement": "Request to complete the dossier",
        "refusal": "Refusal",
        "give_back": "Notice that the papers were given back",
        "apology": "Apology and new appointment",
        "stop": "Notice that work on the dossier has ended",
        "loss": "Apology for lost papers",
        "revocation": "Notice that a wrong result is withdrawn and corrected",
    },
}

WORDS = {
    "vi": {
        "title": "Tình trạng hồ sơ",
        "unknown_title": "Không tìm thấy hồ sơ",
        "now": "Hiện nay",
        "bring": "Giấy tờ cần bổ sung",
        "bring_until": "Nộp trước ngày",
        "overdue": "Hồ sơ đã quá thời hạn giải quyết. Trung tâm xin lỗi và đang đôn đốc cơ quan "
        "giải quyết.",
        "appointment": "Hẹn trả kết quả",
        "waiting": "Thời hạn đang tạm dừng và sẽ được tính lại khi hồ sơ tiếp tục được giải quyết.",
        "first_due": "Hẹn ban đầu",
        "how_counted": "Cách tính thời hạn",
        "moved": "Thay đổi lịch hẹn",
        "moved_from": "Từ",
        "moved_to": "đến",
        "new_date": "Hẹn lại",
        "decided_on": "ngày",
        "sorry": "Cơ quan giải quyết xin lỗi Ông/Bà vì sự chậm trễ này.",
        "sorry_wrong": "Kết quả có sai sót; cơ quan giải quyết xin lỗi Ông/Bà.",
        "reason": "Lý do",
        "in_letter": "Lý do được ghi trong văn bản gửi Ông/Bà.",
        "dossier": "Hồ sơ",
        "procedure": "Thủ tục",
        "agency": "Cơ quan giải quyết",
        "applicant": "Chủ hồ sơ",
        "received_at": "Thời gian nhận hồ sơ",
        "way": "Quá trình giải quyết",
        "under_way": "đang thực hiện",
        "to_come": "chưa thực hiện",
        "done": "đã xong",
        "progress": "Đã xong %(done)s trên %(all)s bước",
        "receive": "Tiếp nhận hồ sơ",
        "hand_over": "Chuyển đến cơ quan giải quyết",
        "result_back": "Kết quả về Trung tâm",
        "return": "Trả kết quả",
        "reopen": "Thu hồi kết quả sai sót",
        "notices": "Văn bản đã gửi Ông/Bà",
        "form": "Mẫu số",
        "number": "số",
        "dated": "ngày",
        "result": "Kết quả",
        "result_ready": "Tải kết quả dạng tệp",
        "result_hint": "Liên kết tải dùng được trong 10 phút; hết hạn thì tải lại trang này.",
        "result_fact": "Để tải kết quả, Ông/Bà nhập 4 số cuối của số định danh (căn cước) hoặc của "
        "số điện thoại đã đăng ký.",
        "void_slip": "Giấy tiếp nhận này không còn giá trị",
        "void_slip_task": "Giấy có mã này đã được hủy hoặc thay bằng giấy khác. Ông/Bà vui lòng "
        "dùng mã trên giấy mới nhất, hoặc liên hệ quầy tiếp nhận hồ sơ.",
        "contact": "Liên hệ",
        "hotline": "Điện thoại",
        "address": "Địa chỉ",
        "map": "Xem trên bản đồ",
        "refresh": "Tự cập nhật mỗi 2 phút",
        "no_refresh": "Dừng tự cập nhật",
        "private": "Địa chỉ của trang này là riêng cho hồ sơ của Ông/Bà; không chia sẻ nếu không "
        "cần thiết.",
        "unknown": "Mã tra cứu không đúng hoặc không còn hiệu lực.",
        "unknown_task": "Ông/Bà vui lòng quét lại mã ở cuối giấy tiếp nhận hồ sơ, hoặc tra cứu "
        "bằng mã hồ sơ. Nếu vẫn không xem được, xin liên hệ quầy tiếp nhận hồ sơ.",
        "to_look_up": "Tra cứu bằng mã hồ sơ",
        "to_languages": "Ngôn ngữ",
        "look_up": "Tra cứu hồ sơ",
        "code": "Mã hồ sơ hoặc số tiếp nhận",
        "code_hint": "In trên giấy tiếp nhận hoặc phiếu hướng dẫn, ví dụ H35.12-261121-0001 hoặc "
        "TN-261121-0001.",
        "fact": "4 số cuối",
        "fact_hint": "Của số định danh (căn cước) người nộp, hoặc của số điện thoại đã đăng ký.",
        "find": "Xem tình trạng",
        "wrong": "Không tìm thấy hồ sơ khớp với mã và 4 số cuối đã nhập.",
        "wrong_task": "Ông/Bà vui lòng kiểm tra lại cả hai. Nhập sai nhiều lần, việc tra cứu bằng "
        "mã này sẽ tạm khóa.",
        "wait": "Đã nhập sai quá nhiều lần nên việc tra cứu tạm khóa.",
        "wait_task": "Ông/Bà vui lòng thử lại sau ít nhất 15 phút, quét mã QR ở cuối giấy tiếp "
        "nhận hồ sơ, hoặc gọi điện đến Trung tâm.",
        "short_life": "Trang này tự đóng sau 30 phút; cần xem lại thì tra cứu lại.",
    },
    "en": {
        "title": "Status of dossier",
        "unknown_title": "Dossier not found",
        "now": "Now",
        "bring": "Papers still needed",
        "bring_until": "Please hand in before",
        "overdue": "The dossier is past its time limit. The centre apologises and is urging the "
        "agency to finish it.",
        "appointment": "Appointment for the result",
        "waiting": "The time limit stands still and will be counted again when work goes on.",
        "first_due": "First appointment",
        "how_counted": "How the time limit is counted",
        "moved": "Changes of the appointment",
        "moved_from": "From",
        "moved_to": "to",
        "new_date": "New appointment",
        "decided_on": "on",
        "sorry": "The agency apologises for this delay.",
        "sorry_wrong": "The result was wrong; the agency apologises.",
        "reason": "Reason",
        "in_letter": "The reason is in the letter sent to you.",
        "dossier": "Dossier",
        "procedure": "Procedure",
        "agency": "Agency in charge",
        "applicant": "Applicant",
        "received_at": "Received at",
        "way": "Progress",
        "under_way": "under way",
        "to_come": "still to come",
        "done": "done",
        "progress": "%(done)s of %(all)s steps done",
        "receive": "Dossier received",
        "hand_over": "Handed over to the agency in charge",
        "result_back": "Result arrived at the centre",
        "return": "Result returned",
        "reopen": "Wrong result withdrawn",
        "notices": "Papers sent to you",
        "form": "Form",
        "number": "No.",
        "dated": "of",
        "result": "Result",
        "result_ready": "Download the result",
        "result_hint": "The link works for 10 minutes; after that, load this page again.",
        "result_fact": "To download the result, enter the last 4 digits of your identity number or "
        "of the telephone number you gave.",
        "void_slip": "This acceptance slip is no longer valid",
        "void_slip_task": "The slip with this code was cancelled or replaced by another one. "
        "Please use the code on the latest slip, or contact the reception counter.",
        "contact": "Contact",
        "hotline": "Telephone",
        "address": "Address",
        "map": "Show on a map",
        "refresh": "Update by itself every 2 minutes",
        "no_refresh": "Stop updating",
        "private": "The address of this page belongs to your dossier alone; share it only if you "
        "need to.",
        "unknown": "The look-up code is wrong or no longer valid.",
        "unknown_task": "Please scan the code at the foot of the acceptance slip again, or look "
        "the dossier up by its code. If that does not help, contact the reception counter.",
        "to_look_up": "Look up by dossier code",
        "to_languages": "Language",
        "look_up": "Look up a dossier",
        "code": "Dossier code or reception number",
        "code_hint": "Printed on the acceptance slip or the guidance form, for example "
        "H35.12-261121-0001 or TN-261121-0001.",
        "fact": "Last 4 digits",
        "fact_hint": "Of the applicant’s identity number, or of the telephone number given.",
        "find": "Show the status",
        "wrong": "No dossier matches the code and the last 4 digits entered.",
        "wrong_task": "Please check both. After several wrong entries the look-up by this code is "
        "locked for a while.",
        "wait": "Too many wrong entries: the look-up is locked for a while.",
        "wait_task": "Please try again in 15 minutes or later, scan the QR code at the foot of the "
        "acceptance slip, or call the centre.",
        "short_life": "This page closes by itself after 30 minutes; to see it again, look up "
        "again.",
    },
}
