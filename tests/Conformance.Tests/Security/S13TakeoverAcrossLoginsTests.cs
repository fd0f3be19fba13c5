using Busroot.Broker.Identity;
using Busroot.Mqtt;

namespace Busroot.Conformance.Tests.Security;

/// <summary>CVE-2026-6564: nobody gets another login's session, whatever client identifier is said.</summary>
public class S13TakeoverAcrossLoginsTests(RunningBroker broker) : LoginTest(broker)
{
    [Fact]
    public async Task A_device_cannot_use_the_client_identifier_of_another()
    {
        var one = await AddDeviceAsync("press-1");
        var two = await AddDeviceAsync("press-2");
        var victim = await LogInAsync(one, $"{one}/x", c => c with { SessionExpiryInterval = 1000 });

        var (_, answer) = await TryLogInAsync(two, $"{one}/x");

        answer.Reason.Should().Be(ReasonCode.ClientIdentifierNotValid);
        await victim.PingAsync();
    }

    [Fact]
    public async Task A_service_or_an_open_client_with_that_identifier_has_a_session_of_its_own()
    {
        var device = await AddDeviceAsync("press-1");
        var victim = await LogInAsync(device, $"{device}/x", c => c with { SessionExpiryInterval = 1000 });

        var (_, service) = await TryLogInAsync(await AddServiceAsync(ServiceRole.Core), $"{device}/x", c => c with { CleanStart = false });
        var open = await (await OpenAsync()).ConnectAsync(clientId: $"{device}/x", with: c => c with { CleanStart = false, UserName = device });

        (service.SessionPresent, open.SessionPresent).Should().Be((false, false));
        await victim.PingAsync();
    }
}
