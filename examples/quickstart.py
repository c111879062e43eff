"""The Python API in a few lines: one product folder in, a video per language out."""

from pathlib import Path

from merchant_studio import Studio

FLASK = Path(__file__).parent / "flask"

for release in Studio().run(FLASK, languages=["en", "vi", "ar"]):
    print(release.language, release.folder, *release.files)
    for finding in release.findings:
        print(" ", finding.severity, finding.message)
