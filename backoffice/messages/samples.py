"""Samples that stand in the places of a message while its words are tried."""

SAMPLES = {
    "zh": {
        "source_title": "老年教育课程",
        "target_institution": "老年大学机构",
        "target_title": "老年教育课程（广东老年大学）",
        "number": "XYSQ2011000017",
        "remarks": "请上传清晰的结业证书",
        "title": "老年教育课程",
        "check": "与原件一致",
        "question": "怎样申请转换",
        "code": "123456",
        "minutes": "10",
        "until": "2020-11-22 11:21:03",
        "link": "https://example.org/invitation/abc",
    },
    "en": {
        "source_title": "Course for the elderly",
        "target_institution": "University for the elderly",
        "target_title": "Course for the elderly",
        "number": "XYSQ2011000017",
        "remarks": "please upload a clear scan of the certificate",
        "title": "Course for the elderly",
        "check": "as the originals",
        "question": "How do I apply",
        "code": "123456",
        "minutes": "10",
        "until": "2020-11-22 11:21:03",
        "link": "https://example.org/invitation/abc",
    },
}
