#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""site_file.py FOLDER STORE [ID…]: the site file of guanka for the test site in FOLDER, on standard output."""
import json
import sys

CLASSES = {"dynamic": "news", "announcement": "notice", "policy": "policy", "archived": "archived", "evergreen": "stable"}


def connections(resolve):
    """HOST:PORT:ADDRESS:PORT of every name of the site."""
    return [f"{name}:80:{target}" if name.count(":") == 0 else f"{name}:{target}" for name, target in resolve.items()]


def main():
    folder, store, *wanted = sys.argv[1:]
    with open(f"{folder}/site.json", encoding="utf-8") as file:
        told = json.load(file)
    sites = []
    for site in told["sites"]:
        if wanted and site["id"] not in wanted:
            continue
        columns = [{"name": column["name"], "address": column["url"], "class": CLASSES.get(column["class"], "other"),
                    **({"days": column["days"]} if column.get("days") else {})} for column in site.get("columns", [])]
        sites.append({"id": site["id"], "name": site["name"], "unit": site["owner"], "code": site["code"], "icp": site["icp"],
                      "police": site["police"], "start": site["start"], "hosts": site["hosts"],
                      "slots": ["02:00", "08:00", "14:00", "20:00"], "columns": columns,
                      "connect_to": connections(told["resolve"]), "allow_addresses": told.get("ranges", ["127.0.0.1/32"]),
                      "manners": {"requests_per_second": 0, "connections": 8},
                      "limits": {"seconds": 5, "guise_pages": 0}})
    json.dump({"store": store, "language": "en", "sites": sites}, sys.stdout, ensure_ascii=False, indent=1)


main()
