namespace Busroot.Broker.Identity;

/// <summary>Who a connection or a request has proved to be.</summary>
public abstract record Principal
{
    private Principal() { } // closed: the cases are the three below

    /// <summary>The user name it logged in with; unique over devices and services.</summary>
    public abstract string UserName { get; }

    /// <summary>A device, as it stood when it logged in; ask the registry for its present record.</summary>
    public sealed record Device(DeviceRecord Record) : Principal
    {
        /// <inheritdoc/>
        public override string UserName => Record.Id.ToString();
    }

    /// <summary>A service account, as it stood when it logged in.</summary>
    public sealed record Service(ServiceAccount Account) : Principal
    {
        /// <inheritdoc/>
        public override string UserName => Account.Name;
    }

    /// <summary>Anyone, on a listener opened for development; the name is whatever the client said, if anything.</summary>
    public sealed record Open(string Name) : Principal
    {
        /// <inheritdoc/>
        public override string UserName => Name;
    }
}

