#!/usr/bin/env bash
# Computes, with openssl alone and from the published values of TS 35.208, what AKAv1-MD5 (RFC 3310) must answer. Prints
# akav1-md5.txt: bash aka-answers.sh > akav1-md5.txt
#
#   nonce    = base64(RAND || (SQN xor AK) || AMF || MAC-A)          all published: f5 is AK, f1 is MAC-A
#   response = MD5(MD5(user:realm:RES) : nonce : 00000001 : cnonce : auth : MD5(REGISTER:uri))     RES is f2
#   rspauth  = the same with MD5(:uri)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
user=pigw@ims.example.net realm=ims.example.net uri=sip:ims.example.net
cnonce=5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a
bytes() { printf '%b' "$(sed 's/../\\x&/g' <<<"$1")"; }
md5() { openssl dgst -md5 -r | cut -d' ' -f1; }
echo "# set nonce RES response rspauth; user $user, realm $realm, uri $uri, cnonce $cnonce, nc 00000001, qop auth"
# The last set is made up: RES with NUL bytes.
{
  grep -v '^#' ../isim/ts35208.txt
  echo "nul - 000102030405060708090a0b0c0d0e0f 000000000020 8000 - - 0011223344556677 - 00a1b2000000c300 000000000000 -"
} | while read -r set _ rand sqn amf _ _ f1 _ f2 f5 _; do
  autn=$(printf '%012x' $((0x$sqn ^ 0x$f5)))$amf$f1
  nonce=$(bytes "$rand$autn" | openssl base64 -A)
  ha1=$({ printf '%s' "$user:$realm:"; bytes "$f2"; } | md5)
  ha2=$(printf '%s' "REGISTER:$uri" | md5)
  proof=$(printf '%s' ":$uri" | md5)
  response=$(printf '%s' "$ha1:$nonce:00000001:$cnonce:auth:$ha2" | md5)
  rspauth=$(printf '%s' "$ha1:$nonce:00000001:$cnonce:auth:$proof" | md5)
  echo "$set $nonce $f2 $response $rspauth"
done
