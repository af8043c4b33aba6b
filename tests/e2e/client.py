"""A client of the hub over mutual TLS 1.3, written from the protocol alone, and the bodies that it sends."""

import base64
import hashlib
import http.client
import json
import socket
import ssl
from dataclasses import dataclass

SECONDS = 30  # every wait of a socket ends after this
JSON = "application/json"
PROTOBUF = "application/x-protobuf"
PROOF = "text/plain"


def context(ca, holder=None, version=ssl.TLSVersion.TLSv1_3):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.load_verify_locations(ca)
    made.minimum_version = made.maximum_version = version
    if holder:
        made.load_cert_chain(holder / "cert.pem", holder / "key.pem")
    return made


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes

    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        """The problem's code, or None where the answer is no problem."""
        is_problem = self.headers.get("content-type", "").startswith("application/problem+json")
        return self.json()["code"] if is_problem else None

    def codes(self):
        """The codes of all errors of a problem."""
        return sorted(error["code"] for error in self.json().get("errors", []))


def answer_of(response):
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, headers, response.read())


class Client:
    """One keep-alive connection at a time, made when it is first needed."""

    def __init__(self, port, ca, holder):
        self.port, self.context = port, context(ca, holder)
        self.http = http.client.HTTPSConnection("localhost", port, context=self.context, timeout=SECONDS)

    def close(self):
        self.http.close()

    def request(self, method, path, body=None, headers=None):
        self.http.request(method, path, body=body, headers=headers or {})
        return answer_of(self.http.getresponse())

    def get(self, path, **headers):
        return self.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def put(self, body, content_type=JSON, digest=None, accept=PROOF):
        digest = digest or sha256(body)
        headers = {"Content-Type": content_type, "Accept": accept}
        return self.request("PUT", f"/v1/submissions/{digest}", body, headers)

    def receipt(self, digest):
        return self.get(f"/v1/submissions/{digest}", Accept=PROOF)

    def profile(self, area, first, last, suffix="json", **more):
        more.setdefault("purpose", "identify_kinds")
        extra = "".join(f"&{name}={value}" for name, value in more.items())
        return self.get(f"/v1/areas/{area}/profile.{suffix}?from={first}&to={last}{extra}")

    def submissions(self):
        """All that this certificate may see, page by page."""
        items, path = [], "/v1/submissions?limit=1000"
        while path:
            page = self.get(path).json()
            items += page["items"]
            path = f"/v1/submissions?limit=1000&cursor={page['next']}" if page["next"] else None
        return items

    def raw(self):
        """A bare TLS connection, for what no HTTP library would send."""
        plain = socket.create_connection(("localhost", self.port), timeout=SECONDS)
        try:
            return self.context.wrap_socket(plain, server_hostname="localhost")
        except OSError:
            plain.close()
            raise

    def exchange(self, data):
        """Sends these bytes and reads one answer."""
        with self.raw() as stream:
            stream.sendall(data)
            return read_answer(stream)


def read_answer(stream):
    response = http.client.HTTPResponse(stream)
    response.begin()
    return answer_of(response)


def sha256(body):
    return hashlib.sha256(body).hexdigest()


DISTRICT = {"location": "LOCATION_AREA", "area": "E07000115", "level": "AREA_LEVEL_DISTRICT", "vintage": 2024,
            "basis": "PLACE_BASIS_INCIDENT"}
NOT_COLLECTED = {"weapon": "WEAPON", "weapon_use": "WEAPON_USE", "setting": "SETTING", "relationship": "RELATIONSHIP",
                 "victim_age": "AGE_BAND", "victim_sex": "SEX", "harm": "HARM", "harm_basis": "HARM_BASIS"}
FLAGS = ["domestic_abuse", "alcohol", "drugs", "hate", "group", "exploitation", "reported_to_police"]


def incident(month=202104, kind="KIND_ROBBERY_PERSONAL", unit="COUNT_UNIT_RECORDED_CRIME", area=None, **changes):
    """A valid incident of a police force, as protobuf's JSON; `changes` replaces whole fields."""
    made = {"count_unit": unit, "kind": kind, "place": dict(DISTRICT, **({"area": area} if area else {})),
            "time": {"month": month, "weekday": "WEEKDAY_NOT_COLLECTED", "hour": "HOUR_NOT_COLLECTED",
                     "basis": "TIME_BASIS_RECORDED", "precision": "TIME_PRECISION_MONTH"},
            "flags": {flag: "FLAG_NOT_COLLECTED" for flag in FLAGS}}
    made.update({field: f"{prefix}_NOT_COLLECTED" for field, prefix in NOT_COLLECTED.items()})
    made.update(changes)
    return made


def submission(incidents=(), months=None, supply="SUPPLY_KIND_FIRST", agreement="KM", **more):
    """A submission's bytes.  The months are those of its incidents unless they are given."""
    if months is None:
        months = sorted({row["time"]["month"] for row in incidents})
    made = {"format": 1, "mapping": {"name": "e2e", "version": 1}, "agreement": agreement, "supply": supply,
            "months": list(months), "incidents": list(incidents), **more}
    return json.dumps(made).encode()


def address(body, row):
    """How a row of an earlier submission is named in a correction."""
    return {"submission": base64_digest(body), "row": row}


def base64_digest(body):
    return base64.b64encode(hashlib.sha256(body).digest()).decode()
