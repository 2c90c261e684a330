#compdef digestkb
# What is offered comes from notes, which others wrote: nothing here evaluates it, and compadd quotes what it puts on
# the line. (Q) takes quotes off and expands nothing.
_digestkb() {
  local -a typed values shown
  # The word up to the cursor, in its quotes: one of them may still be open.
  local offer word=${words[CURRENT]%"$SUFFIX$QISUFFIX"}
  (( CURRENT > 2 )) && typed=("${(@Q)words[2,CURRENT-1]}")
  while IFS= read -r offer; do
    values+=("${offer%%$'\t'*}")
    shown+=("${offer/$'\t'/  -- }")
  done < <(_DIGESTKB_COMPLETE=zsh command digestkb "${(@)typed}" "$word" 2>/dev/null </dev/null)
  if (( $#values )); then
    compadd -l -d shown -a -- values
  else
    _files
  fi
}

if [[ $funcstack[1] == _digestkb ]]; then # loaded from a folder of functions, by the first Tab
  _digestkb "$@"
else
  compdef _digestkb digestkb
fi
