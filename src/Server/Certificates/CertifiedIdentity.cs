using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using Busroot.Broker.Identity;

namespace Busroot.Server.Certificates;

/// <summary>Which device a client certificate is for.</summary>
internal static class CertifiedIdentity
{
    private const string CommonName = "2.5.4.3";
    private const string SubjectAlternativeName = "2.5.29.17";
    private static readonly Asn1Tag DnsName = new(TagClass.ContextSpecific, 2); // RFC 5280 §4.2.1.6
    private static readonly Asn1Tag Uri = new(TagClass.ContextSpecific, 6);

    /// <summary>Reads the Device ID out of a certificate: its subject's common name, or a URI or DNS name among its alternative names.</summary>
    /// <param name="certificate">Verified.</param>
    /// <returns>Null when it names no device, or more than one: then it proves nothing.</returns>
    public static string? DeviceIdOf(X509Certificate2 certificate)
    {
        var ids = CommonNames(certificate).Concat(AlternativeNames(certificate)).Where(name => DeviceId.TryParse(name, out _, out _)).Distinct().Take(2).ToList();
        return ids is [var id] ? id : null;
    }

    private static IEnumerable<string> CommonNames(X509Certificate2 certificate) =>
        certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == CommonName)
            .Select(part => part.GetSingleElementValue() ?? "");

    private static List<string> AlternativeNames(X509Certificate2 certificate)
    {
        var names = new List<string>();
        foreach (var extension in certificate.Extensions.Where(extension => extension.Oid?.Value == SubjectAlternativeName))
        {
            try
            {
                ReadNames(extension.RawData, names);
            }
            catch (AsnContentException)
            {
                return []; // an authority that writes such a thing has not said who this is
            }
        }

        return names;
    }

    private static void ReadNames(byte[] extension, List<string> names)
    {
        var reader = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
        while (reader.HasData)
        {
            var tag = reader.PeekTag();
            if (tag == DnsName || tag == Uri)
            {
                names.Add(reader.ReadCharacterString(UniversalTagNumber.IA5String, tag));
            }
            else
            {
                reader.ReadEncodedValue();
            }
        }
    }
}
