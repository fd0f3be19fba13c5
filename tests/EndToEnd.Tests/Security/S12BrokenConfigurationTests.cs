using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Busroot.EndToEnd.Tests.Programs;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Security;

/// <summary>CVE-2018-12550, CVE-2018-12551, CVE-2017-7652, CVE-2018-20145: what is broken does not fail open. The server does not start, and says what it is about.</summary>
public class S12BrokenConfigurationTests(ITestOutputHelper output) : ServerTest(output)
{
    private string Config => Directory.In("busroot.json");

    private string Database => Path.Combine(Data, "busroot.db");

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("[]")]
    [InlineData("{\"limits\":")]
    [InlineData("{\"limit\":{}}")]
    [InlineData("{\"limits\":{\"maximumPacketByte\":1}}")]
    [InlineData("{\"limits\":{\"maximumPacketBytes\":1}}")]
    [InlineData("{\"limits\":{\"maximumPacketBytes\":null}}")]
    [InlineData("{\"persistence\":\"none\"}")]
    [InlineData("{\"listeners\":{\"open\":\"0.0.0.0:1884\"}}")]
    [InlineData("{\"quarantine\":[]}")]
    public async Task A_broken_settings_file(string text)
    {
        await File.WriteAllTextAsync(Config, text);

        await RefusedAsync(2, [$"{Config}:"], "--config", Config);
    }

    [Fact]
    public async Task A_settings_file_that_cannot_be_read()
    {
        await RefusedAsync(2, [Config, "no such file"], "--config", Config);
        System.IO.Directory.CreateDirectory(Config);
        await RefusedAsync(2, [Config, "cannot be read"], "--config", Config);
    }

    [Theory]
    [InlineData("--limit", "maximumPacket=1")]
    [InlineData("--limit", "maximumPacketBytes")]
    [InlineData("--limit", "maximumPacketBytes=")]
    [InlineData("--limit", "retainAvailable=maybe")]
    [InlineData("--persistence", "none")]
    [InlineData("--no-such-option", "x")]
    public async Task A_broken_option(string option, string value) => await RefusedAsync(2, [option], option, value);

    [Fact]
    public async Task Certificates_that_are_missing_garbage_or_do_not_belong_together()
    {
        var (certificate, key, other, garbage) = (Directory.In("cert.pem"), Directory.In("key.pem"), Directory.In("other.pem"), Directory.In("garbage.pem"));
        using var pair = ECDsa.Create();
        using var stranger = ECDsa.Create();
        using var issued = new CertificateRequest("CN=localhost", pair, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        await File.WriteAllTextAsync(certificate, issued.ExportCertificatePem());
        await File.WriteAllTextAsync(key, pair.ExportPkcs8PrivateKeyPem());
        await File.WriteAllTextAsync(other, stranger.ExportPkcs8PrivateKeyPem());
        await File.WriteAllTextAsync(garbage, "garbage");
        string[] tls = ["--mqtts", "127.0.0.1:0", "--tls-cert", certificate, "--tls-key", key];

        await RefusedAsync(2, ["--mqtts", "--tls-cert"], "--mqtts", "127.0.0.1:0");
        await RefusedAsync(2, ["--tls-cert", Directory.In("none")], "--mqtts", "127.0.0.1:0", "--tls-cert", Directory.In("none"), "--tls-key", key);
        await RefusedAsync(2, ["--tls-cert", garbage], "--mqtts", "127.0.0.1:0", "--tls-cert", garbage, "--tls-key", key);
        await RefusedAsync(2, [other], "--mqtts", "127.0.0.1:0", "--tls-cert", certificate, "--tls-key", other);
        await RefusedAsync(2, ["--tls-key", garbage], "--mqtts", "127.0.0.1:0", "--tls-cert", certificate, "--tls-key", garbage);
        await RefusedAsync(2, ["--tls-client-ca", garbage], [.. tls, "--tls-client-ca", garbage]);
        await RefusedAsync(2, ["--tls-client-ca", Directory.In("none")], [.. tls, "--tls-client-ca", Directory.In("none")]);
    }

    [Fact]
    public async Task Rules_that_are_not_there_or_no_directory()
    {
        await RefusedAsync(2, ["--rules", Directory.In("none")], "--rules", Directory.In("none"));
        await File.WriteAllTextAsync(Config, "{}");
        await RefusedAsync(2, ["--rules", Config], "--rules", Config);
    }

    [Fact]
    public async Task A_database_that_is_garbage_cut_short_or_none()
    {
        System.IO.Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Database, "garbage, and enough of it to be taken for more than a header that was cut short");
        await RefusedAsync(1, [Database]);

        File.Delete(Database);
        (await ProgramRun.RunAsync(Repository.Busroot, ["devices", "add", "acme/press-1", "--data", Data])).ExitCode.Should().Be(0);
        var whole = await File.ReadAllBytesAsync(Database);
        await File.WriteAllBytesAsync(Database, whole[..5000]);
        await RefusedAsync(1, [Database]);

        File.Delete(Database);
        System.IO.Directory.CreateDirectory(Database);
        await RefusedAsync(1, [Database]);
    }

    [Fact]
    public async Task A_data_directory_that_is_a_file_cannot_be_made_or_is_open_to_everybody()
    {
        await File.WriteAllTextAsync(Data, "x");
        await RefusedAsync(1, [Data]);
        File.Delete(Data);

        System.IO.Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "holiday.jpg"), "x");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Data, (UnixFileMode)0b111_111_111);
        }

        await RefusedAsync(1, [Data, "chmod o-w"]);
    }

    [Fact]
    public async Task A_data_directory_without_access_for_this_user()
    {
        var forbidden = Environment.IsPrivilegedProcess ? "/proc/busroot" : Data; // root may write everywhere but here
        System.IO.Directory.CreateDirectory(Data);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Data, UnixFileMode.None);
        }

        var refused = await ProgramRun.RunAsync(Repository.Busroot, ["up", "--data", forbidden, "--mqtt", "127.0.0.1:0", "--http", "127.0.0.1:0"]);

        refused.ExitCode.Should().Be(1);
        refused.Error.Should().Contain(forbidden);
        refused.Output.Should().BeEmpty();
    }

    [Fact]
    public async Task A_key_file_that_cannot_be_written()
    {
        System.IO.Directory.CreateDirectory(Path.Combine(Data, "admin.key"));

        await RefusedAsync(1, [Path.Combine(Data, "admin.key"), "cannot be written"]);
    }

    private async Task RefusedAsync(int exitCode, string[] named, params string[] options)
    {
        var refused = await ProgramRun.RunAsync(Repository.Busroot, ["up", "--data", Data, "--mqtt", "127.0.0.1:0", "--http", "127.0.0.1:0", .. options]);

        refused.Output.Should().BeEmpty("it was never ready");
        refused.ExitCode.Should().Be(exitCode, refused.Error);
        foreach (var name in named)
        {
            refused.Error.Should().Contain(name);
        }

        refused.Error.Should().NotContain("   at ", "it is a message for people");
    }
}
