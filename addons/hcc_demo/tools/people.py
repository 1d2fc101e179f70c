"""The invented people of the demonstration's life: well-formed numbers that belong to nobody.

The first twelve are the applicants whom the demonstration's data files hold.
"""


def _person(name, number, born, sex, address, phone, **more):
    return {
        "name": name,
        "identity_number": number,
        "birth_date": born,
        "sex": sex,
        "address": address,
        "phone": phone,
        **more,
    }


def _organisation(name, number, address, phone):
    return {
        "kind": "organisation",
        "name": name,
        "identity_kind": "tax_code",
        "identity_number": number,
        "address": address,
        "phone": phone,
    }


_DOAN_KET = "Tổ 5, phường Đoàn Kết, Lai Châu"
_TAM_DUONG = "Bản Nà Cơ, xã Tam Đường, Lai Châu"
_SIN_HO = "Bản Séo Làn Than, xã Sìn Hồ, Lai Châu"
_THAN_UYEN = "Khu 2, xã Than Uyên, Lai Châu"
_PHONG_THO = "Bản Mường, xã Phong Thổ, Lai Châu"
_TAN_PHONG = "Tổ 1, phường Tân Phong, Lai Châu"

PEOPLE = {
    "mau": _person(
        "Lò Văn Mẫu", "012085000101", "1985-03-12", "male", _DOAN_KET, "0900000001"
    ),
    "thu": _person(
        "Giàng Thị Thử", "012192000102", "1992-07-05", "female", _TAM_DUONG, "0900000002"
    ),
    "vi": _person("Nguyễn Văn Ví", "012078000103", "1978-11-20", "male", _SIN_HO, "0900000003"),
    "du": _person("Trần Thị Dụ", "012301000104", "2001-01-30", "female", _THAN_UYEN, "0900000004"),
    "thi": _person("Vàng A Thí", "012069000105", "1969-05-02", "male", _PHONG_THO, "0900000005"),
    "nghiem": _person(
        "Phạm Thị Nghiệm", "012188000106", "1988-09-14", "female", _TAN_PHONG, "0900000006"
    ),
    "ban": _person("Tao Văn Bản", "012095000107", "1995-12-01", "male", _DOAN_KET, "0900000007"),
    "nhap": _person(
        "Lý Thị Nháp", "012183000108", "1983-04-18", "female", _TAM_DUONG, "0900000008"
    ),
    "kiem": _person(
        "Hoàng Văn Kiểm", "012203000109", "2003-08-09", "male", _SIN_HO, "0900000009"
    ),
    "tay_bac": _organisation(
        "Công ty TNHH Thử Nghiệm Tây Bắc", "9900000016", _THAN_UYEN, "02138000010"
    ),
    "minh_hoa": _organisation(
        "Hợp tác xã Minh Họa Lai Châu", "9900000023", _PHONG_THO, "02138000011"
    ),
    "vi_du": _organisation(
        "Công ty Cổ phần Ví Dụ Sìn Hồ", "9900000030", _TAN_PHONG, "02138000012"
    ),
    "hoa": _person(
        "Lò Thị Họa", "012190000113", "1990-02-11", "female", _DOAN_KET, "0900000013"
    ),
    "tuong": _person(
        "Sùng A Tưởng", "012087000114", "1987-06-23", "male", _SIN_HO, "0900000014"
    ),
    "gia": _person("Đèo Văn Giả", "012074000115", "1974-10-08", "male", _PHONG_THO, "0900000015"),
    "dinh": _person(
        "Mùa Thị Định", "012198000116", "1998-12-19", "female", _TAM_DUONG, "0900000016",
        email="mua.thi.dinh@example.vn",
    ),
    "tam": _person("Hà Văn Tạm", "012082000117", "1982-01-27", "male", _THAN_UYEN, "0900000017"),
    "phong": _person(
        "Nguyễn Thị Phỏng", "012186000118", "1986-03-30", "female", _TAN_PHONG, "0900000018"
    ),
    "chung": _person(
        "Thào A Chừng", "012093000119", "1993-08-16", "male", _SIN_HO, "0900000019"
    ),
    "loai": _person(
        "Phan Thị Loại", "012179000120", "1979-05-25", "female", _DOAN_KET, "0900000020"
    ),
    "so": _person("Cầm Văn Số", "012091000121", "1991-09-03", "male", _TAM_DUONG, "0900000021"),
    "dang": _person(
        "Vàng Thị Dáng", "012195000122", "1995-11-14", "female", _PHONG_THO, "0900000022"
    ),
    "hinh": _person("Bùi Văn Hình", "012080000123", "1980-07-07", "male", _TAN_PHONG, "0900000023"),
    "bieu": _person(
        "Lù Thị Biểu", "012189000124", "1989-04-04", "female", _THAN_UYEN, "0900000024"
    ),
    "nen": _person("Giàng A Nền", "012076000125", "1976-02-29", "male", _SIN_HO, "0900000025"),
    "khuon": _person(
        "Đỗ Thị Khuôn", "012197000126", "1997-10-21", "female", _DOAN_KET, "0900000026"
    ),
    "doi": _person("Lê Văn Đổi", "012084000127", "1984-12-12", "male", _TAN_PHONG, "0900000027"),
    "muon": _person(
        "Tẩn Thị Muộn", "012199000128", "1999-06-06", "female", _SIN_HO, "0900000028",
        email="tan.thi.muon@example.vn",
    ),
    "lan": _person("Hảng A Lần", "012088000129", "1988-08-28", "male", _PHONG_THO, "0900000029"),
    "bo": _person(
        "Quàng Thị Bổ", "012194000130", "1994-03-17", "female", _TAM_DUONG, "0900000030"
    ),
    "thep": _organisation(
        "Công ty TNHH Bản Thử Than Uyên", "9900000048", _THAN_UYEN, "02138000013"
    ),
}  # fmt: skip

#: who has agreed to be written to
CONSENTING = frozenset(
    {"mau", "thu", "vi", "thi", "ban", "hoa", "dinh", "tam", "chung", "so", "hinh", "nen", "muon"}
)
