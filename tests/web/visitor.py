"""A browser without scripts."""

import http.cookiejar
import json
import urllib.error
import urllib.request


class Visitor:
    """Keeps its cookies and says what it gets.

    Parameters
    ----------
    address : str
        Of the app.
    """

    def __init__(self, address):
        self.address = address
        self.last = ""
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar, urllib.request.ProxyHandler({}))

    def ask(self, path="", data=None, **headers):
        request = urllib.request.Request(self.address + path, data=data, headers=headers)
        try:
            with self.opener.open(request, timeout=20) as answer:
                self.last = answer.url
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def secret(self, **headers):
        return self.secret_at("paraview/", **headers)

    def secret_at(self, path, **headers):
        status, text = self.ask(path, b"{}", **headers)
        return json.loads(text)["secret"] if status == 200 else status
