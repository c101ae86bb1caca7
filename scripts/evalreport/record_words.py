"""Words of exhibits of records, per language (see `language`)."""

RECORD_WORDS: dict[str, dict[str, str]] = {
    "codes_sum": {"nb": "Sum koder", "nn": "Sum kodar", "en": "Sum of codes"},
    "multiple_each": {
        "nb": "Den som har flere koder, er talt med under hver av dem; N er antallet talt én gang.",
        "nn": "Den som har fleire kodar, er talt med under kvar av dei; N er talet talt éin gong.",
        "en": "What has several codes is counted under each of them; N counts it once.",
    },
    "multiple_first": {
        "nb": "Den som har flere koder, er talt med under den første.",
        "nn": "Den som har fleire kodar, er talt med under den første.",
        "en": "What has several codes is counted under the first.",
    },
    "multiple_only": {
        "nb": "Bare de som har én kode, er talt med under kodene; N er alle.",
        "nn": "Berre dei som har éin kode, er talde med under kodane; N er alle.",
        "en": "Only what has a single code is counted under the codes; N is all.",
    },
    "uncoded": {"nb": "{count} er uten kode.", "nn": "{count} er utan kode.", "en": "{count} without a code."},
}
