using System.Security.Cryptography.X509Certificates;
using Busroot.Server.Certificates;
using Busroot.Server.Hosting;

namespace Busroot.Server.Tests.Hosting;

public class ServerArgumentsTests
{
    [Theory]
    [InlineData("127.0.0.1:1883", "127.0.0.1:1883")]
    [InlineData("0.0.0.0:0", "0.0.0.0:0")]
    [InlineData("[::1]:1883", "[::1]:1883")]
    [InlineData("localhost:1883", "127.0.0.1:1883")]
    public void An_address_is_an_ip_and_a_port(string text, string expected)
    {
        var problems = new List<string>();

        var options = Arguments(mqtt: text).Check(problems);

        problems.Should().BeEmpty();
        options!.Mqtt.ToString().Should().Be(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1883")]
    [InlineData(":1883")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("::1:1883")]
    [InlineData("::1")]
    [InlineData("1:1883")]
    [InlineData("example.com:1883")]
    [InlineData("http://127.0.0.1:80")]
    public void Anything_else_is_refused_by_its_option(string text)
    {
        var problems = new List<string>();

        Arguments(mqtt: text).Check(problems).Should().BeNull();

        problems.Should().ContainSingle().Which.Should().StartWith($"--mqtt {text}: this is no address");
    }

    [Theory]
    [InlineData("0.0.0.0:1884")]
    [InlineData("192.168.1.2:1884")]
    [InlineData("[::]:1884")]
    public void Clients_without_a_login_are_taken_from_this_machine_only(string text)
    {
        var problems = new List<string>();

        Arguments(open: text).Check(problems);

        problems.Should().ContainSingle().Which.Should().Contain("loopback");
    }

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        var problems = new List<string>();

        new ServerArguments("", "x", "127.0.0.1:99999", "/no/such/rules", "10.0.0.1:1", Demo: false).Check(problems);

        problems.Should().HaveCount(5);
        problems.Select(problem => problem.Split(' ', ':')[0]).Should().BeEquivalentTo("--mqtt", "--http", "--open", "--rules", "--data");
    }

    [Fact]
    public void Two_listeners_cannot_share_an_address_unless_the_port_is_picked()
    {
        var problems = new List<string>();

        Arguments(mqtt: "127.0.0.1:8080").Check(problems).Should().BeNull();
        problems.Should().ContainSingle().Which.Should().Contain("--mqtt and --http");
        new ServerArguments("data", "127.0.0.1:0", "127.0.0.1:0", Path.GetTempPath(), null, Demo: false).Check([]).Should().NotBeNull();
    }

    [Fact]
    public void Every_problem_with_tls_is_told_at_once()
    {
        Problems(Arguments() with { Mqtts = "x", Https = "127.0.0.1:8080", Tls = new TlsArguments(null, "key.pem", "password", "ca.pem"), Demo = true, ProxyProtocol = true })
            .Select(problem => problem.Split(' ', ':')[0])
            .Should().BeEquivalentTo("--mqtts", "--mqtts", "--https", "--tls-key", "--tls-password-file", "--tls-client-ca", "--http", "--demo");
        Problems(Arguments() with { Tls = new TlsArguments("cert.pem", null, null, null) }).Should().ContainSingle().Which.Should().Contain("nothing would use it");
        Problems(Arguments() with { Https = "127.0.0.1:0", Tls = new TlsArguments("cert.pfx", "key.pem", null, "ca.pem") })
            .Should().HaveCount(2).And.Contain(problem => problem.StartsWith("--tls-key key.pem:")).And.Contain(problem => problem.StartsWith("--tls-client-ca ca.pem:"));
        Problems(Arguments() with { Mqtts = "127.0.0.1:0", Tls = new TlsArguments("/no/such/cert.pem", "key.pem", null, null) })
            .Should().Equal("--tls-cert /no/such/cert.pem: there is no such file.");
    }

    [Fact]
    public void Tls_needs_a_certificate_and_may_share_it()
    {
        using var authority = new Certificates.TestAuthority();
        using var files = new Certificates.CertificateFiles();
        File.WriteAllText(files.Certificate, authority.IssueServer() is var server ? server.ExportCertificatePem() + "\n" + server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem() : "");
        var problems = new List<string>();

        var options = (Arguments() with { Mqtts = "127.0.0.1:8883", Https = "127.0.0.1:8443", Tls = new TlsArguments(files.Certificate, null, null, null) }).Check(problems);

        problems.Should().BeEmpty();
        options!.Mqtts!.Port.Should().Be(8883);
        options.Https!.Port.Should().Be(8443);
        options.Tls.Should().Be(new TlsFiles(files.Certificate, null, null, null));
    }

    private static List<string> Problems(ServerArguments arguments)
    {
        var problems = new List<string>();
        arguments.Check(problems).Should().BeNull();
        return problems;
    }

    private static ServerArguments Arguments(string mqtt = "127.0.0.1:1883", string? open = null) =>
        new("data", mqtt, "127.0.0.1:8080", Path.GetTempPath(), open, Demo: false);
}
