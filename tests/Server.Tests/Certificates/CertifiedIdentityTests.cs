using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using Busroot.Server.Certificates;

namespace Busroot.Server.Tests.Certificates;

public sealed class CertifiedIdentityTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData("CN=acme/press-1", "acme/press-1")]
    [InlineData("CN=acme/press-1,O=Acme,C=CH", "acme/press-1")]
    [InlineData("CN=press-1", null)]
    [InlineData("O=acme/press-1", null)]
    [InlineData("CN=acme/press-1/x", null)]
    [InlineData("CN=acme/#", null)]
    [InlineData("CN=dau/press-1", null)]
    [InlineData("CN=acme/press-1,CN=acme/press-2", null)]
    [InlineData("CN=acme/press-1,CN=acme/press-1", "acme/press-1")]
    public void The_common_name_is_a_device_id_or_says_nothing(string subject, string? expected) => IdOf(subject).Should().Be(expected);

    [Fact]
    public void A_uri_or_dns_name_may_say_it_instead()
    {
        IdOf("CN=Press", Names(6, "acme/press-1")).Should().Be("acme/press-1");
        IdOf("CN=Press", Names(2, "acme/press-1")).Should().Be("acme/press-1");
        IdOf("CN=Press", Names(6, "https://acme.example/press-1")).Should().BeNull();
        IdOf("CN=Press", Names(1, "acme/press-1")).Should().BeNull("a mail address is something else");
    }

    [Fact]
    public void Two_devices_in_one_certificate_are_none()
    {
        IdOf("CN=acme/press-1", Names(6, "acme/press-1")).Should().Be("acme/press-1");
        IdOf("CN=acme/press-1", Names(6, "acme/press-2")).Should().BeNull();
        IdOf("CN=Press", Names(6, "acme/press-1", "acme/press-2")).Should().BeNull();
    }

    [Fact]
    public void Alternative_names_that_cannot_be_read_do_no_harm() =>
        IdOf("CN=Press", new X509Extension("2.5.29.17", [0x30, 0x7f, 0x86], critical: false)).Should().BeNull();

    private static X509Extension Names(int tag, params string[] names)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var name in names)
            {
                writer.WriteCharacterString(UniversalTagNumber.IA5String, name, new Asn1Tag(TagClass.ContextSpecific, tag));
            }
        }

        return new X509Extension("2.5.29.17", writer.Encode(), critical: false);
    }

    private string? IdOf(string subject, X509Extension? names = null)
    {
        using var certificate = _authority.IssueClient(subject, names);
        return CertifiedIdentity.DeviceIdOf(certificate);
    }
}
