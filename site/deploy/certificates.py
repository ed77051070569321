"""Make an authority and a server certificate for Elasticsearch's TLS: certificates.py FOLDER NAME…

A name is a host's name or an IP address. Writes ca.crt, server.crt and server.key; what is there is left as it is. The
authority's own key is thrown away: to renew, remove the files and run this again.
"""

import ipaddress
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

VALID = timedelta(days=825)
AUTHORITY = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "OCOP search authority")])
SERVER = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "OCOP search")])


def main() -> None:
    if len(sys.argv) < 3:  # noqa: PLR2004 -- the program, a folder and a name
        sys.exit("Usage: certificates.py FOLDER NAME…")
    folder, names = Path(sys.argv[1]), sys.argv[2:]
    if not (folder / "server.key").exists():
        write(folder, names)


def write(folder: Path, names: list[str]) -> None:
    """Write the three files, the key last and for its owner and group alone."""
    folder.mkdir(parents=True, exist_ok=True)
    signing, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority, server = certificate_of_authority(signing), certificate_of_server(names, key, signing)
    (folder / "ca.crt").write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    (folder / "server.crt").write_bytes(server.public_bytes(serialization.Encoding.PEM))
    secret = folder / "server.key"
    secret.touch(mode=0o640)
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def certificate_of_authority(signing: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    usage = x509.KeyUsage(
        digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    builder = begun(AUTHORITY, signing.public_key())
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return builder.add_extension(usage, critical=True).sign(signing, hashes.SHA256())


def certificate_of_server(
    names: list[str], key: ec.EllipticCurvePrivateKey, signing: ec.EllipticCurvePrivateKey
) -> x509.Certificate:
    builder = begun(SERVER, key.public_key())
    builder = builder.add_extension(x509.SubjectAlternativeName([general(name) for name in names]), critical=False)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key())
    return builder.add_extension(issuer, critical=False).sign(signing, hashes.SHA256())


def begun(subject: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(issuer_name=AUTHORITY, subject_name=subject, public_key=key)
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(hours=1)).not_valid_after(now + VALID)
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)


def general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


if __name__ == "__main__":
    main()
