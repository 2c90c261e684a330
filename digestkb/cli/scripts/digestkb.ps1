# PowerShell completion for digestkb; what it offers comes from notes, which others wrote, and arrives here quoted.
Import-Module PSReadLine
Set-PSReadLineKeyHandler -Chord Tab -Function MenuComplete
Register-ArgumentCompleter -Native -CommandName digestkb -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $Env:_DIGESTKB_COMPLETE = "powershell"
    $Env:_DIGESTKB_LINE = $commandAst.ToString()
    $Env:_DIGESTKB_WORD = $wordToComplete
    digestkb | ForEach-Object {
        $word, $shown, $about = $_ -split "`t"
        [System.Management.Automation.CompletionResult]::new($word, $shown, 'ParameterValue', $about)
    }
    $Env:_DIGESTKB_COMPLETE = ""
    $Env:_DIGESTKB_LINE = ""
    $Env:_DIGESTKB_WORD = ""
}
