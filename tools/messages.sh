#!/bin/sh
# The English catalogue: every string that templates and code mark, standing for itself. It is what a translation
# starts from, and it spares each look-up the way through all fallbacks. messages.sh write|check
set -euf
cd "$(dirname "$0")/.."
folder=locale/en_GB/LC_MESSAGES
kept=$(mktemp -d)
trap 'rm -rf "$kept"' EXIT
mkdir -p "$folder"
for name in django.po django.mo; do cp "$folder/$name" "$kept" 2>/dev/null || true; done
rm -f "$folder/django.po" "$folder/django.mo"
ignored="--ignore .venv/* --ignore data/* --ignore tests/* --ignore bench/*"
# shellcheck disable=SC2086
python manage.py makemessages -v 0 -l en_GB $ignored --no-location --no-wrap >/dev/null
{
  printf 'msgid ""\nmsgstr ""\n"Language: en_GB\\n"\n"MIME-Version: 1.0\\n"\n'
  printf '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
  printf '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
  msgen --no-wrap "$folder/django.po" | sed '1,/^$/d'
} > "$kept/new.po"
mv "$kept/new.po" "$folder/django.po"
msgfmt --check-format -o "$folder/django.mo" "$folder/django.po"
libraries=locale_libraries/en_GB/LC_MESSAGES # written by hand: what libraries say, in the words of the portal
msgfmt --check-format -o "$kept/libraries.mo" "$libraries/django.po"
if [ "$1" = check ]; then
  cmp -s "$kept/libraries.mo" "$libraries/django.mo" || { echo "$libraries/django.mo is not what the text says: run make messages" >&2; exit 1; }
else
  cp "$kept/libraries.mo" "$libraries/django.mo"
fi
[ "$1" = check ] || exit 0
for name in django.po django.mo; do
  if ! cmp -s "$folder/$name" "$kept/$name"; then
    echo "$folder/$name is not what the code says: run make messages" >&2
    diff "$kept/$name" "$folder/$name" 2>/dev/null | head -20 >&2 || true
    for old in django.po django.mo; do cp "$kept/$old" "$folder" 2>/dev/null || true; done
    exit 1
  fi
done
