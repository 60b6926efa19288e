# A Debian machine to throw away: this one, seen through a layer that keeps every change apart (overlayfs), in mount
# names of its own. Run by tests/lifecycle/installed.test.ts under « unshare --mount », as root; then the page
# « Installer sur un serveur » is followed in it.
set -eu
code=$1 place=$2 port=$3
mount --make-rprivate /
mount -t tmpfs tmpfs "$place"
mkdir "$place/upper" "$place/work" "$place/root" "$place/code"
mount --bind "$code" "$place/code"
mount -t overlay overlay -o "lowerdir=/,upperdir=$place/upper,workdir=$place/work" "$place/root"
root=$place/root
for folder in /proc /dev; do mount --rbind "$folder" "$root$folder"; done
for folder in /tmp /run; do mount -t tmpfs tmpfs "$root$folder"; done
chmod 1777 "$root/tmp"
mkdir -p "$root/opt/maillage"
mount --bind "$place/code" "$root/opt/maillage"
mount -o remount,bind,ro "$root/opt/maillage"

inside() { chroot "$root" "$@"; }
unit() { sed -n "s/^$1=//p" "$code/deploy/systemd/maillage.service"; }
# 1 and 2: the account, the settings.
inside useradd --system --home-dir /var/lib/maillage --no-create-home --shell /usr/sbin/nologin maillage
inside install -d -m 0750 -g maillage /etc/maillage
inside install -m 0640 -g maillage /opt/maillage/deploy/maillage.env.example /etc/maillage/maillage.env
sed -i "s/^PORT=.*/PORT=$port/" "$root/etc/maillage/maillage.env"
# 3: the command, and the service as systemd would start it.
inside install -m 0755 /opt/maillage/deploy/systemd/maillage /usr/local/bin/
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
until curl -fs "localhost:$port/sante"; do
  kill -0 "$app"
  sleep 0.5
done
echo
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
