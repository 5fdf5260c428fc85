# Keeps one process and its folder for as long as standard input stays open, which ends with whoever started this,
# however that ends. Arguments: the signal that stops the process, the folder, and the command.
signal=$1 folder=$2
shift 2

exec 3<&0 </dev/null
"$@" 2>&1 3<&- &
kept=$!
# The only writer left is the process itself: its end is the end of the output.
exec >/dev/null 2>&1

cat <&3
kill -s "$signal" "$kept"
{ sleep 20; kill -s KILL "$kept"; } &
wait "$kept"
code=$?

rm -rf "$folder"
trap '' TERM
# The group is ours alone: the process's own children, and the alarm clock above.
kill -s TERM 0
exit "$code"
