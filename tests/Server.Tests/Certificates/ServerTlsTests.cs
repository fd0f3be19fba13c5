using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Busroot.Server.Certificates;
using Microsoft.Extensions.Logging;

namespace Busroot.Server.Tests.Certificates;

[UnsupportedOSPlatform("windows")]
public sealed class ServerTlsTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly CertificateFiles _files = new();
    private readonly ManualTime _time = new();
    private readonly LogLines _log = new();

    public ServerTlsTests() => _files.Write(_authority.IssueServer("first"));

    public void Dispose()
    {
        _files.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public void A_changed_certificate_is_used_once_two_looks_have_seen_it()
    {
        using var tls = Start();
        _files.Write(_authority.IssueServer("second"));

        _time.Advance(ServerTls.LookEvery);
        Name(tls).Should().Be("first", "its key might still be on its way");
        _time.Advance(ServerTls.LookEvery);

        Name(tls).Should().Be("second");
        _log.All.Should().ContainSingle(line => line.StartsWith("Information 4550"));
    }

    [Fact]
    public void A_certificate_that_cannot_be_used_is_an_error_said_once_and_changes_nothing()
    {
        using var tls = Start();
        File.WriteAllText(_files.Certificate, "-----BEGIN NONSENSE-----");

        Look(times: 5);

        Name(tls).Should().Be("first");
        _log.All.Where(line => line.StartsWith("Error")).Should().ContainSingle().Which.Should().Contain(_files.Certificate);
        _files.Write(_authority.IssueServer("third"));
        Look(times: 2);
        Name(tls).Should().Be("third");
    }

    [Fact]
    public void A_key_that_is_missing_for_a_moment_is_waited_for()
    {
        using var tls = Start();
        var key = File.ReadAllText(_files.Key);
        File.Delete(_files.Key);
        Look(times: 1);
        File.WriteAllText(_files.Key, key);

        Look(times: 3);

        _log.All.Should().NotContain(line => line.StartsWith("Error"));
        Name(tls).Should().Be("first");
    }

    [Fact]
    public void A_secret_that_every_user_may_read_is_warned_of_without_being_shown()
    {
        File.SetUnixFileMode(_files.Key, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        using var tls = Start();

        _log.All.Should().ContainSingle(line => line.StartsWith("Warning 4552") && line.Contains(_files.Key));
        _log.All.Should().NotContain(line => line.Contains("PRIVATE KEY"));
    }

    [Fact]
    public void A_certificate_about_to_expire_is_warned_of_once_a_day()
    {
        _files.Write(_authority.IssueServer(validDays: 3));
        using var tls = new ServerTls(_files.Server, TimeProvider.System, _log.CreateLogger<ServerTls>());

        _log.All.Should().ContainSingle(line => line.StartsWith("Warning 4553"));
    }

    [Fact]
    public void Intermediate_certificates_after_the_servers_own_are_taken()
    {
        File.AppendAllText(_files.Certificate, "\n" + _authority.Pem);

        var read = () => TlsSettings.Load(_files.Server);

        read.Should().NotThrow().Which.Server.Subject.Should().Be("CN=first");
    }

    [Fact]
    public void A_pkcs12_file_holds_its_key_and_may_have_a_password()
    {
        using var server = _authority.IssueServer("pkcs12");
        File.WriteAllBytes(_files["open.pfx"], server.Export(X509ContentType.Pkcs12));
        File.WriteAllBytes(_files["locked.p12"], server.Export(X509ContentType.Pkcs12, "open sesame"));
        _files.Write("password", "open sesame\n");

        TlsSettings.Load(new TlsFiles(_files["open.pfx"], null, null, null)).Server.Subject.Should().Be("CN=pkcs12");
        TlsSettings.Load(new TlsFiles(_files["locked.p12"], null, _files["password"], null)).Server.Subject.Should().Be("CN=pkcs12");
        Problem(new TlsFiles(_files["locked.p12"], null, null, null)).Should().Contain("--tls-password-file");
        Problem(new TlsFiles(_files["locked.p12"], null, _files.Write("wrong", "abracadabra"), null)).Should().Contain("is the password").And.NotContain("abracadabra");
    }

    [Fact]
    public void An_encrypted_key_needs_its_password()
    {
        using var server = _authority.IssueServer();
        File.WriteAllText(_files.Certificate, server.ExportCertificatePem());
        var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        File.WriteAllText(_files.Key, server.GetECDsaPrivateKey()!.ExportEncryptedPkcs8PrivateKeyPem("open sesame", parameters));
        _files.Write("password", "open sesame\r\n");

        Problem(_files.Server).Should().Contain($"--tls-key {_files.Key}").And.Contain("encrypted");
        TlsSettings.Load(_files.Server with { Password = _files["password"] }).Server.HasPrivateKey.Should().BeTrue();
    }

    [Fact]
    public void Every_mistake_names_its_option_and_file()
    {
        var other = _authority.IssueServer().GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();

        Problem(new TlsFiles(_files["none"], null, null, null)).Should().Be($"--tls-cert {_files["none"]}: there is no such file.");
        Problem(_files.Server with { Key = _files.Write("other", other) }).Should().Contain("--tls-key").And.Contain("first certificate");
        Problem(_files.Server with { Key = _files.Certificate }).Should().Contain("no private key");
        Problem(_files.Server with { Key = null }).Should().Contain("no private key");
        Problem(_files.Server with { Certificate = _files.Key }).Should().Contain("no certificate");
        Problem(_files.Server with { Certificate = _files[""] }).Should().Contain("cannot be read");
        Problem(_files.Server with { ClientAuthorities = _files.Key }).Should().Contain("--tls-client-ca").And.Contain("no certificate");
        Problem(_files.Server with { Password = _files["none"] }).Should().Contain("--tls-password-file");
    }

    private static string Problem(TlsFiles files) =>
        FluentActions.Invoking(() => TlsSettings.Load(files)).Should().Throw<TlsFileException>().Which.Message;

    private static string Name(ServerTls tls) => tls.Current.Server.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    private ServerTls Start() => new(_files.Server, _time, _log.CreateLogger<ServerTls>());

    private void Look(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _time.Advance(ServerTls.LookEvery);
        }
    }
}
