using Dapper;
using Npgsql;
using OpsWorkflows.Database;

namespace OpsWorkflows.Host;

/// <summary>
/// The office's database, migrated: the one that <c>ConnectionStrings:Ops</c> names, else the host's own PostgreSQL, which
/// stops when this is disposed.
/// </summary>
public sealed class OfficeDatabase : IAsyncDisposable
{
    readonly EmbeddedPostgres? ownServer;

    OfficeDatabase(NpgsqlDataSource source, EmbeddedPostgres? ownServer)
    {
        Source = source;
        this.ownServer = ownServer;
    }

    /// <summary>The only one of the process: its pool is the host's pool.</summary>
    public NpgsqlDataSource Source { get; }

    public static async Task<OfficeDatabase> OpenAsync(IConfiguration configuration, DataDirectory data, ILoggerFactory logs, CancellationToken token)
    {
        var connectionString = configuration.GetConnectionString("Ops");
        var embedded = string.IsNullOrWhiteSpace(connectionString)
            ? await EmbeddedPostgres.StartAsync(new() { DataDirectory = data.Path }, logs.CreateLogger<EmbeddedPostgres>(), token)
            : null;
        var database = new OfficeDatabase(Connect(embedded?.ConnectionString ?? connectionString!), embedded);
        try
        {
            await Migrator.MigrateAsync(database.Source, token);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    static NpgsqlDataSource Connect(string connectionString)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.AddTypeHandler(new InstantHandler());
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "opsworkflows" };
        // Each of these can be set in the connection string instead.
        SetUnlessGiven(settings, "Max Auto Prepare", 200);
        SetUnlessGiven(settings, "Auto Prepare Min Usages", 2);
        SetUnlessGiven(settings, "No Reset On Close", true);
        SetUnlessGiven(settings, "Maximum Pool Size", 50);
        return NpgsqlDataSource.Create(settings);
    }

    static void SetUnlessGiven(NpgsqlConnectionStringBuilder settings, string keyword, object value)
    {
        if (!settings.ShouldSerialize(keyword))
        {
            settings[keyword] = value;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        if (ownServer is not null)
        {
            await ownServer.DisposeAsync();
        }
    }
}
