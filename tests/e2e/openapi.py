"""Holds answers of the hub against docs/openapi.yaml, and remembers which of its operations were exercised."""

import re

import jsonschema
import yaml

import harness

# What the server adds to every answer; everything else is in the document.
EVERYWHERE = {"date", "content-length", "content-type", "connection", "x-content-type-options",
              "strict-transport-security"}


class Document:
    def __init__(self, path=harness.SOURCE / "docs/openapi.yaml"):
        self.content = yaml.safe_load(path.read_text(encoding="utf-8"))
        self.components = self.content["components"]
        self.seen = set()  # (method, path, status)
        self.operations = {(method.upper(), path): operation for path, item in self.content["paths"].items()
                           for method, operation in item.items()}

    def resolve(self, value):
        while "$ref" in value:
            found = self.content
            for part in value["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            value = found
        return value

    def operation_of(self, method, target):
        """The operation at an address.  Of two that fit, the one with more words in it, as OpenAPI says."""
        path = target.split("?")[0]
        for (known, template), operation in sorted(self.operations.items(), key=lambda each: -each[0][1].count("/")):
            slashes = any(self.resolve(each).get("x-svd-takes-slashes") for each in operation.get("parameters", []))
            part = ".+" if slashes else "[^/]+"
            suffixes = "|".join(operation.get("x-svd-suffixes", {}))
            pattern = re.sub(r"{\w+}", lambda _: part, template) + (rf"(\.({suffixes}))?" if suffixes else "")
            if known == method and re.fullmatch(pattern, path):
                return template, operation
        return None, None

    def roles(self, method, path):
        return self.operations[method, path]["x-svd-roles"]

    def faults(self, method, target, answer):
        """What in this answer is not as the document says."""
        path, operation = self.operation_of(method, target)
        answers = operation["responses"] if operation else self.content["x-svd-elsewhere"]
        if str(answer.status) not in answers:
            return [f"the status {answer.status} is not in the document"]
        if operation and answer.status != 403:
            self.seen.add((method, path, answer.status))
        response = self.resolve(answers[str(answer.status)])
        return self.faults_of_headers(response, answer) + self.faults_of_body(response, answer)

    def faults_of_headers(self, response, answer):
        found = []
        declared = {name.lower(): self.resolve(each) for name, each in response["headers"].items()}
        for name, header in declared.items():
            if name in answer.headers:
                found += self.against(header["schema"], answer.headers[name], name)
            elif header.get("required"):
                found.append(f"the header {name} is missing")
        return found + [f"the header {name} is not in the document"
                        for name in answer.headers.keys() - declared.keys() - EVERYWHERE]

    def faults_of_body(self, response, answer):
        content = response.get("content")
        if content is None:
            return ["a body that is not in the document"] if answer.body else []
        media = answer.headers.get("content-type", "").split(";")[0]
        if media not in content:
            return [f"the content type {media} is not in the document"]
        if media in ("application/json", "application/problem+json"):
            body = answer.json()
        elif media.startswith("text/"):
            body = answer.body.decode()
        else:
            return []  # bytes
        found = self.against(content[media]["schema"], body, "body")
        if media == "application/problem+json":
            if body.get("type") != f"urn:svd:problem:{body.get('code')}" or body.get("status") != answer.status:
                found.append("the problem's type or status is not that of the answer")
            if body.get("trace_id") != answer.headers.get("x-request-id"):
                found.append("the problem's trace_id is not the X-Request-Id")
        return found

    def against(self, schema, value, what):
        validator = jsonschema.Draft202012Validator({"components": self.components, **schema})
        return [f"{what}: {error.json_path}: {error.message[:300]}" for error in validator.iter_errors(value)]

    def not_exercised(self):
        """The answers below 400 that were never seen, of every operation."""
        return sorted((method, path, int(status)) for (method, path), operation in self.operations.items()
                      for status in operation["responses"]
                      if status < "400" and (method, path, int(status)) not in self.seen)
