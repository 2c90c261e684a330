# bash completion for digestkb; what it offers comes from notes, which others wrote, and is never evaluated here.
_digestkb() {
    local offer
    COMPREPLY=()
    # $2 is what the answer replaces; digestkb gives it back with the rest of the word, quoted. By name and not "$1":
    # a program of that name in a folder of notes is not run because somebody pressed Tab.
    while IFS= read -r offer; do
        COMPREPLY+=("$offer")
    done < <(_DIGESTKB_COMPLETE=bash _DIGESTKB_LINE="${COMP_LINE:0:COMP_POINT}" _DIGESTKB_WORD="$2" \
        command digestkb 2>/dev/null </dev/null)
}

complete -o default -F _digestkb digestkb
