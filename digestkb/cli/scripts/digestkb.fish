# fish completion for digestkb; what it offers comes from notes, which others wrote. The output of a command is not
# expanded again, and fish quotes what it puts on the line.
function __digestkb_complete
    set -l typed (commandline -opc)
    set -e typed[1]
    set -l token (commandline -ct)
    # A quote may still be open.
    set -l word (string unescape -- $token; or string unescape -- $token\'; or string unescape -- $token\")
    set -l offers (env _DIGESTKB_COMPLETE=fish digestkb $typed "$word" 2>/dev/null </dev/null)
    if set -q offers[1]
        printf '%s\n' $offers
    else
        __fish_complete_path "$token"
    end
end

complete --command digestkb --no-files --arguments '(__digestkb_complete)'
