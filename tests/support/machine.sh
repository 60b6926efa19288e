# The service as systemd would start it, read from its unit, on a machine to throw away (layer.sh). Run by
# tests/lifecycle/installed.test.ts under « unshare --mount », as root.
. "$(dirname "$0")/layer.sh"
for folder in /proc /dev; do mount --rbind "$folder" "$root$folder"; done
for folder in /tmp /run; do mount -t tmpfs tmpfs "$root$folder"; done
chmod 1777 "$root/tmp"

unit() { sed -n "s/^$1=//p" "$code/deploy/systemd/maillage.service"; }
follow_the_page
inside install -d -m "$(unit StateDirectoryMode)" -o maillage -g maillage /var/lib/maillage
inside install -d -m "$(unit RuntimeDirectoryMode)" -o maillage -g maillage /run/maillage
mount --bind "$root/var/lib/maillage" "$root/var/lib/maillage"
mount -o remount,bind,ro "$root"
(
  umask "$(unit UMask)"
  cd /
  set -f
  exec chroot "$root" setpriv --reuid maillage --regid maillage --init-groups --no-new-privs --bounding-set=-all \
    env -i $(unit Environment) $(grep -v '^#' "$root/etc/maillage/maillage.env") \
    env --chdir="$(unit WorkingDirectory)" $(unit ExecStart)
) &
app=$!
trap 'kill -9 $app 2>/dev/null || true' EXIT TERM
answers
# 6: the first people.
inside maillage user invite ada@reseau.internal --role administrator --json
inside maillage user link ada@reseau.internal --json
[ "$(ps -o uid= -p "$app" | tr -d ' ')" = "$(inside id -u maillage)" ] && echo 'account: maillage'
inside runuser -u maillage -- sh -c 'echo > /opt/maillage/x || echo > /etc/x || echo > /var/lib/x' 2>/dev/null || echo 'elsewhere: refused'
echo "sockets: $(ls "$root/run/maillage" | wc -l)"
echo "data: $(cd "$root/var/lib/maillage" && stat -c '%n %a' postgres secret | tr '\n' ';')"
kill -TERM "$app"
status=0
wait "$app" || status=$?
echo "ended: $status"
echo "left: $(ps -eo uid= | grep -cx " *$(inside id -u maillage)" || true)"
