"""The web page: `python app.py`, then open the address it prints."""

from merchant_studio.webui import build_page

if __name__ == "__main__":
    build_page().launch(server_name="127.0.0.1")
