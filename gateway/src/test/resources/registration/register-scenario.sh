#!/usr/bin/env bash
# Writes ../sipp/register-aka.xml from akav1-md5.txt: SIPp as a core that challenges with each published set in turn and takes
# no other answer than the one that openssl computed. bash register-scenario.sh > ../sipp/register-aka.xml
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

reply() {
  cat <<XML
  <send>
    <![CDATA[

      SIP/2.0 $1
      [last_Via:]
      [last_From:]
      [last_To:];tag=[pid]SIPpTag[call_number]
      [last_Call-ID:]
      [last_CSeq:]
      $2
      Content-Length: 0

    ]]>
  </send>
XML
}

expect() {
  cat <<XML
  <recv request="REGISTER">
    <action>
XML
  local header
  for header in "$@"; do
    cat <<XML
      <ereg regexp="$header" search_in="hdr" header="Authorization:" check_it="true" assign_to="1"/>
XML
  done
  cat <<XML
    </action>
  </recv>
XML
}

echo '<?xml version="1.0" encoding="UTF-8"?>'
echo '<!DOCTYPE scenario SYSTEM "sipp.dtd">'
echo '<!-- Written by registration/register-scenario.sh. -->'
echo '<scenario name="a core that challenges with the sets of TS 35.208">'
first=true
# SIPp takes no quotes in its expressions: a dot stands for each. Set 2 of TS 35.208 repeats set 1: a challenge that is not fresh. The set "nul" is of no real key.
while read -r set nonce _ response rspauth; do
  if $first; then expect ' nonce=..,' ' response=..$'; else expect 'nc=00000002'; fi
  first=false
  reply '401 Unauthorized' "WWW-Authenticate: Digest realm=\"ims.example.net\", nonce=\"$nonce\", algorithm=AKAv1-MD5, qop=\"auth,auth-int\""
  echo "  <!-- $set -->"
  expect " nonce=.${nonce//+/[+]}.," " response=.$response.,"
  reply '200 OK' "Contact: <sip:pigw@192.0.2.1:5060>;expires=1
      Service-Route: <sip:$set@scscf.ims.example.net;lr>
      Authentication-Info: qop=auth, rspauth=\"$rspauth\", cnonce=\"5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a\", nc=00000001"
done < <(grep -v -e '^#' -e '^208-2 ' -e '^nul ' akav1-md5.txt)
echo '  <Reference variables="1"/>'
echo '</scenario>'
