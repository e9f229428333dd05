#!/bin/sh
# The same with curl and jq, for a code that is typed.
#   PROOFUP_URL=https://verify.example.org PROOFUP_KEY=proofup_… ./verify.sh LOGIN PURPOSE CLIENT_ADDRESS
set -eu

# The key is read from a file of its own: arguments of a command can be seen by everybody on the machine.
headers=$(mktemp)
trap 'rm -f "$headers"' EXIT
printf 'authorization: Bearer %s\ncontent-type: application/json\n' "$PROOFUP_KEY" >"$headers"

ask() { # METHOD PATH BODY
  curl --silent --show-error --fail-with-body --request "$1" --header "@$headers" --data "$3" \
    "$PROOFUP_URL/api/v1/verifications$2"
}

begun=$(ask POST '' "$(jq -nc --arg login "$1" --arg purpose "$2" --arg clientAddress "$3" \
  '{ $login, $purpose, $clientAddress, methods: ["text", "totp", "spoken-code"] }')")
id=$(printf '%s' "$begun" | jq -r .id)
challenge=$(printf '%s' "$begun" | jq -r .challenge.id)

printf 'The code: ' >&2
read -r output
ask POST "/$id/verify" "$(jq -nc --arg challengeId "$challenge" --arg output "$output" \
  '{ $challengeId, $output }')" >/dev/null
ask POST "/$id/statement" '{}'
