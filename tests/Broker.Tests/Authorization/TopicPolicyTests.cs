using System.Text;
using Busroot.Broker.Authorization;
using Busroot.Broker.Identity;

namespace Busroot.Broker.Tests.Authorization;

/// <summary>The matrix of who may do what; the same table is tried again through whole connections in AccessTests.</summary>
public class TopicPolicyTests
{
    private static readonly Dictionary<string, Principal> Principals = new()
    {
        ["device"] = TestBroker.DeviceOf("acme/press-1", "line-1"),
        ["core"] = TestBroker.ServiceOf("core", ServiceRole.Core),
        ["integrator"] = TestBroker.ServiceOf("tool", ServiceRole.Integrator, "acme"),
        ["admin"] = TestBroker.ServiceOf("boss", ServiceRole.Admin),
        ["open"] = new Principal.Open("anyone"),
    };

    [Theory]
    [InlineData("busroot/v1/dau/acme/press-1", "device admin open")]
    [InlineData("busroot/v1/dau/acme/press-1/a/b", "device admin open")]
    [InlineData("busroot/v2/dau/acme/press-1", "device admin open")]
    [InlineData("busroot/v1/acme/press-1", "device integrator admin open")]
    [InlineData("busroot/v2/acme/signals/line-1", "device integrator admin open")]
    [InlineData("busroot/v2/acme/signals/line-2", "integrator admin open")]
    [InlineData("busroot/v1/dau/acme/press-2", "admin open")]
    [InlineData("busroot/v1/dau/acme/press-10", "admin open")] // a prefix of an id is not the id
    [InlineData("busroot/v1/dau/acme/press", "admin open")]
    [InlineData("busroot/v1/acme/press-2", "integrator admin open")]
    [InlineData("busroot/v1/other/press-1", "admin open")]
    [InlineData("busroot/v2/other/signals/line-1", "admin open")]
    [InlineData("busroot/v1/dau/ACME/press-1", "admin open")]
    [InlineData("anything", "admin open")]
    [InlineData("/", "admin open")]
    [InlineData("$anything", "admin open")]
    [InlineData("$share/g/busroot/v1/dau/acme/press-1", "admin open")]
    [InlineData("$SYS", "")]
    [InlineData("$SYS/uptime", "")]
    public void Publishing(string topic, string allowed) =>
        Allowed(principal => TopicPolicy.MayPublish(principal, Encoding.UTF8.GetBytes(topic))).Should().BeEquivalentTo(allowed.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Theory]
    [InlineData("busroot/v1/dau/acme/press-1", "device integrator admin open")]
    [InlineData("busroot/v1/dau/acme/press-1/#", "device integrator admin open")]
    [InlineData("busroot/v1/dau/acme/press-1/+", "device integrator admin open")]
    [InlineData("busroot/v1/dau/acme/press-1/a/#", "device integrator admin open")]
    [InlineData("busroot/v1/acme/press-1", "device core integrator admin open")]
    [InlineData("busroot/v2/acme/signals/line-1", "device core integrator admin open")]
    [InlineData("busroot/v2/acme/signals/line-2", "core integrator admin open")]
    [InlineData("busroot/v2/acme/signals/+", "core integrator admin open")]
    [InlineData("busroot/v1/acme/+", "core integrator admin open")]
    [InlineData("busroot/v1/+/+", "core admin open")]
    [InlineData("busroot/v2/+/signals/+", "core admin open")]
    [InlineData("busroot/v1/other/press-1", "core admin open")]
    [InlineData("busroot/v1/dau/acme/+", "integrator admin open")]
    [InlineData("busroot/v1/dau/acme/#", "integrator admin open")]
    [InlineData("busroot/v1/dau/other/#", "admin open")]
    [InlineData("busroot/v1/dau/+/press-1", "admin open")]
    [InlineData("busroot/v1/dau/#", "admin open")]
    [InlineData("busroot/+/dau/acme/press-1", "admin open")]
    [InlineData("busroot/v1/acme/press-1/#", "admin open")] // also matches deeper topics, which nobody is granted
    [InlineData("busroot/v1/acme/#", "admin open")]
    [InlineData("busroot/#", "admin open")]
    [InlineData("#", "admin open")]
    [InlineData("+/#", "admin open")]
    [InlineData("/#", "admin open")]
    [InlineData("other/topic", "admin open")]
    [InlineData("$SYS/#", "core integrator admin open")]
    [InlineData("$SYS/broker/uptime", "core integrator admin open")]
    public void Subscribing(string filter, string allowed) =>
        Allowed(principal => TopicPolicy.MaySubscribe(principal, filter)).Should().BeEquivalentTo(allowed.Split(' '));

    private static IEnumerable<string> Allowed(Func<Principal, bool> may) => Principals.Where(pair => may(pair.Value)).Select(pair => pair.Key);
}
