#compdef guanka
# SPDX-License-Identifier: Apache-2.0
#
# Completion of guanka's commands, subcommands and options for zsh, each with what the help says of it. It asks the program's own help, so that it never
# says what the program does not have.

# The language of the terminal, as the program understands it.
_guanka_help() { guanka "$@" 2>/dev/null }

_guanka_commands() {
    local -a commands
    commands=(${(f)"$(_guanka_help help | sed -n 's/^  \([a-z][a-z-]*\)  *\(.*\)/\1:\2/p')"})
    _describe -t commands command commands
}

# Subcommands of $1: what begins the lines of a usage, or the list that the help gives.
_guanka_subcommands() {
    local -a subcommands
    subcommands=(${(f)"$(guanka $1 --lang en --help 2>/dev/null | sed -n "/^Options:/q
        s/^\(Usage:\|      \) guanka $1 \(--[a-z]* [A-Z]* \)*\([a-z|-]*\).*/\3/p
        s/^  \([a-z][a-z-]*\)\( .*\)*\$/\1/p" | tr '|' '\n' | grep -E '^[a-z][a-z-]*$' | sort -u)"})
    (($#subcommands)) && _describe -t subcommands subcommand subcommands
}

_guanka_options() {
    local -a options
    # A colon would end the option's name; a text that is on the next line belongs to it.
    options=(${(f)"$(_guanka_help $1 --help | sed -n '/^  \(-[a-zA-Z], \)\{0,1\}--/{/   */!N; s/\n */  /
        s/^  \(-[a-zA-Z], \)\{0,1\}\(--[a-z][a-z-]*\)\( [^ ]*\)\{0,1\} *\(.*\)/\2:\4/p}')"})
    _describe -o -t options option options
}

_guanka() {
    local command word
    for word in ${words[2,CURRENT-1]}; do
        [[ $word == -* ]] || { command=$word; break }
    done
    if [[ $PREFIX == -* ]]; then
        _guanka_options $command
    elif [[ -z $command ]]; then
        _guanka_commands
    else
        _guanka_subcommands $command
        _files
    fi
}

_guanka "$@"
