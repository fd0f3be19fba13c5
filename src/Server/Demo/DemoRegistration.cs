using Busroot.Broker.Identity;
using Busroot.Server.Commands;

namespace Busroot.Server.Demo;

/// <summary>Registers the demo's devices, again and again without harm.</summary>
internal sealed class DemoRegistration(Registry registry, Registrar registrar)
{
    private const string Mark = "Demo: ";

    /// <summary>Makes the device, or gives the one of an earlier demo a new token.</summary>
    /// <returns>Its token.</returns>
    /// <exception cref="CommandFailure">The Device ID belongs to a device the demo did not make.</exception>
    public async Task<AccessToken> RegisterAsync(DemoPart part, CancellationToken cancellationToken)
    {
        var id = part.Id.ToString();
        if (!registry.TryFind(id, out var present))
        {
            var draft = Filled(new DeviceRecord(part.Id, default, []), part);
            return await registrar.AddAsync(draft, cancellationToken) ?? throw Taken(id);
        }

        // A new token would lock a real device out.
        if (present.Name?.StartsWith(Mark, StringComparison.Ordinal) != true)
        {
            throw Taken(id);
        }

        await registrar.UpdateAsync(part.Id, device => Filled(device, part), cancellationToken);
        return await registrar.RotateAsync(part.Id, EarlierTokens.Revoke, cancellationToken) ?? throw Taken(id);
    }

    private static DeviceRecord Filled(DeviceRecord device, DemoPart part) =>
        device with { Name = Mark + part.Rule.Description, RuleId = part.Rule.Id, Variables = part.Variables, Disabled = false };

    private static CommandFailure Taken(string id) =>
        new($"The demo needs the Device ID {id}, and a device of that name is registered that the demo did not make. Run the demo on a data directory of its own: --demo --data ./demo-data.");
}
