# SPDX-License-Identifier: Apache-2.0
#
# For tests that ask a gate again and again: caller(ADDRESS) gives call(TOKEN, METHOD, PATH, BODY) -> status, answer; TOKEN is the
# variable of the environment that has it.
import json, os, urllib.error, urllib.request


def caller(address):
    def call(token, method, path, body=None):
        request = urllib.request.Request(address + path, method=method, data=None if body is None else json.dumps(body).encode(),
                                         headers={'Authorization': 'Bearer ' + os.environ[token]})
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return response.status, json.loads(response.read())
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())

    return call
