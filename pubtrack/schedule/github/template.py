"""The words of the workflow for GitHub, with places named @LIKE_THIS@. Pure.

Nothing of the list's own (paths, the requirement) stands in a script: it comes in through the environment or quoted.
"""

from __future__ import annotations

HEAD = """\
# Google Scholar cannot be asked from GitHub's machines, and is not: it refuses them. Its counts get in from your own machine:
#   pubtrack refresh                               or, from a profile page that you saved in your browser,
#   pubtrack import scholar-page "My profile.html"
# and then commit and push the text files citations.csv, citing.csv, identities.csv. They merge by union (.gitattributes): no row is lost.
#
# No key is needed. With OPENALEX_API_KEY and S2_API_KEY (free, from the services) in Settings > Secrets and variables > Actions
# refusals are rare; PUBTRACK_CONTACT there is an address at which a service can reach you.
#
# GitHub's rules: schedules run on the default branch only, and are switched off in a public repository after 60 days without activity;
# what this workflow pushes starts no other workflow, so a page made of these files is built at its own next run.
@NOTE_ON_REQUESTS@name: pubtrack

on:
  schedule:
    - cron: "@CRON@" # UTC
  workflow_dispatch:

permissions: {} # what is needed stands at the job

concurrency:
  group: pubtrack-${{ github.ref }}
  cancel-in-progress: false

jobs:
  refresh:
    if: github.ref_type == 'branch'
    runs-on: ubuntu-latest
    timeout-minutes: 30
    permissions:
      contents: write # to push the text files
@PERMISSION@    defaults:
      run:
        shell: bash
    env:
      LIST: @LIST@
      CACHE: @CACHE@
@BRANCH@    steps:
      - uses: actions/checkout@v4
@DEPTH@
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"

      - name: Install pubtrack
        run: |
          python -m pip install --disable-pip-version-check @INSTALL@

      # What was learnt on earlier days, so that nobody is asked again too soon. Without it the text files suffice.
      - uses: actions/cache@v4
        with:
          path: @LEDGER@
          key: pubtrack-ledger-${{ github.run_id }}-${{ github.run_attempt }}
          restore-keys: pubtrack-ledger-
"""

NOTE_ON_REQUESTS = """\
#
# Pull requests: tick "Allow GitHub Actions to create and approve pull requests" in Settings > Actions > General.
"""

PERMISSION = "      pull-requests: write # to open and update the one pull request\n"

DEPTH = "        with:\n          fetch-depth: 0 # the open pull request and the default branch are merged below\n"

TAKE_UP = """
      - name: Go on where the open pull request is
        run: |
          found=0
          git ls-remote --exit-code --heads origin "refs/heads/$BRANCH" > /dev/null || found=$?
          case "$found" in
            0) # it holds rows that are not merged yet; they must be known before anybody is asked
              git fetch origin "refs/heads/$BRANCH"
              git checkout -b "$BRANCH" FETCH_HEAD
              git -c user.name="$BOT_NAME" -c user.email="$BOT_ADDRESS" merge --no-edit "origin/$GITHUB_REF_NAME"
              ;;
            2) git checkout -b "$BRANCH" ;; # there is none
            *) exit "$found" ;;
          esac
"""

REFRESH = """
      - name: Refresh
        env:
          OPENALEX_API_KEY: ${{ secrets.OPENALEX_API_KEY }}
          S2_API_KEY: ${{ secrets.S2_API_KEY }}
          PUBTRACK_CONTACT: ${{ secrets.PUBTRACK_CONTACT }}
        run: |
          code=0
          pubtrack --library "$LIST" --cache "$CACHE" refresh --deadline 10m || code=$?
          case "$code" in
            0) ;;
            1) echo "::warning title=pubtrack::Something asked today failed, or an entry was left out: see the log. All known is kept." ;;
            *) exit "$code" ;;
          esac

      - name: What is new
        run: |
          pubtrack --library "$LIST" --cache "$CACHE" digest --since last --format markdown > "$RUNNER_TEMP/digest.md" ||
            echo "::warning title=pubtrack::The digest could not be written; the counts are kept all the same."
          cat "$RUNNER_TEMP/digest.md" >> "$GITHUB_STEP_SUMMARY"

      # Ends with 0 and says in one line what changed, or with 5 when nothing did but that it was seen again.
      - name: Did anything change?
        id: changed
        run: |
          code=0
          message=$(pubtrack --library "$LIST" --cache "$CACHE" schedule changed --against HEAD) || code=$?
          case "$code" in
            0) echo "message=$message" >> "$GITHUB_OUTPUT" ;;
            5) echo "Nothing changed, so nothing is committed." ;;
            *) exit "$code" ;;
          esac
"""

COMMIT = """
      - name: Commit the text files
        if: steps.changed.outputs.message != ''
        env:
          MESSAGE: ${{ steps.changed.outputs.message }}
        run: |
          bot() { git -c user.name="$BOT_NAME" -c user.email="$BOT_ADDRESS" "$@"; }
          git add -- "$CACHE/citations.csv" "$CACHE/citing.csv" "$CACHE/identities.csv"
          bot commit -m "$MESSAGE" -- "$CACHE/citations.csv" "$CACHE/citing.csv" "$CACHE/identities.csv"
          tries=0
          until git push origin "HEAD:refs/heads/@TARGET@"; do # somebody else may have pushed meanwhile
            tries=$((tries + 1))
            if [ "$tries" -gt 3 ]; then
              echo "::error title=pubtrack::The counts of today could not be pushed; the next run asks again."
              exit 1
            fi
            git fetch origin "refs/heads/@TARGET@"
            bot merge --no-edit FETCH_HEAD
          done
"""

REQUEST = """
      - name: Open or update the pull request
        if: steps.changed.outputs.message != ''
        env:
          GH_TOKEN: ${{ github.token }}
          MESSAGE: ${{ steps.changed.outputs.message }}
        run: |
          body="$RUNNER_TEMP/body.md"
          { echo "$MESSAGE"; echo; cat "$RUNNER_TEMP/digest.md"; } > "$body"
          number=$(gh pr list --head "$BRANCH" --base "$GITHUB_REF_NAME" --state open --json number --jq '.[0].number // empty')
          if [ -z "$number" ]; then
            gh pr create --head "$BRANCH" --base "$GITHUB_REF_NAME" --title "$MESSAGE" --body-file "$body"
          else # what earlier days brought stays below
            gh pr view "$number" --json body --jq .body > "$RUNNER_TEMP/earlier.md"
            { echo; echo ---; echo; cat "$RUNNER_TEMP/earlier.md"; } >> "$body"
            iconv -c -f UTF-8 -t UTF-8 <(head -c 60000 "$body") > "$body.short" # GitHub takes 65,536 characters
            gh pr edit "$number" --title "$MESSAGE" --body-file "$body.short"
          fi
"""
