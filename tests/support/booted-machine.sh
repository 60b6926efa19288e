# systemd itself, as the first process of a machine to throw away (layer.sh) that runs this one unit: started, killed,
# stopped by it. Run by tests/lifecycle/installed.test.ts under « unshare --mount », as root.
. "$(dirname "$0")/layer.sh"
follow_the_page
inside install -m 0644 /opt/maillage/deploy/systemd/maillage.service /etc/systemd/system/
systemd-nspawn --quiet --directory="$root" --register=no --keep-unit --console=pipe --boot \
  --machine="maillage-$port" systemd.unit=maillage.service >"$place/console" 2>&1 &
nspawn=$!
trap 'kill -9 $nspawn 2>/dev/null || true' EXIT TERM
machine() { nsenter -t "$first" -m -u -i -p -r -w -- "$@"; }
first=
until [ -n "$first" ]; do
  kill -0 "$nspawn" || { cat "$place/console"; exit 1; }
  sleep 0.2
  first=$(ps -o pid= --ppid "$nspawn" | tr -d ' ')
done
answers || { machine journalctl --unit maillage --no-pager --output cat; exit 1; }
echo "account: $([ "$(ps -o uid= -p "$(pgrep --parent "$first" --full src/server.ts)" | tr -d ' ')" = "$(inside id -u maillage)" ] && echo maillage)"
machine maillage user invite ada@reseau.internal --role administrator --json
machine systemctl kill --signal KILL --kill-who main maillage
until [ "$(machine systemctl show --property NRestarts --value maillage)" = 1 ]; do sleep 0.2; done
answers
echo "restarts: $(machine systemctl show --property NRestarts --value maillage)"
machine maillage user link ada@reseau.internal --json
machine systemctl stop maillage
machine systemctl show --property Result,ActiveState maillage
echo "left: $(pgrep --full --count "maillage-postgres /run/maillage" || true)"
kill -TERM "$nspawn"
wait "$nspawn" || true
